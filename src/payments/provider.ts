import { demonstrationBank } from "./demonstration-bank.ts";
import type { Gateway } from "./gateway.ts";
import { checkoutPages, stripe } from "./stripe.ts";

/** The providers whose protocol the program speaks. `demonstration` is also that of any bank with the same interface. */
export type ProviderSetup = { provider?: "demonstration" | "stripe"; origin: string; secret: string; webhookSecret?: string | null };

/** The gateway of the provider that is set up. `notifyTo` is our address to which it reports. */
export function openGateway({ provider = "demonstration", origin, secret, webhookSecret }: ProviderSetup, notifyTo: string): Gateway {
  return provider === "stripe" ? stripe({ origin, secret, webhookSecret: webhookSecret ?? "" }) : demonstrationBank({ origin, secret, notifyTo });
}

/** The one foreign origin to which the pay page may lead its form. */
export function pagesOf({ provider, origin }: ProviderSetup): string {
  return provider === "stripe" ? checkoutPages : origin;
}
