import { expect, test } from "vitest";
import { office } from "../../../test/office-server.ts";
import { type Role, roles } from "../../identity/officer.ts";

const menu = (page: string) => page.split(`<nav class="navigation"`)[1]!.split("</nav>")[0]!;

test("law and trail stand in the menu of those who may read them, and the page one is on is marked there", async () => {
  await using it = await office();
  const readers: Role[] = ["supervisor", "administrator", "auditor"];
  for (const role of roles) {
    const one = await it.enter(role);
    const page = menu((await one.get("/cases")).text);
    for (const href of ["/law", "/trail"]) expect(page.includes(`href="${href}"`), `${role} ${href}`).toBe(readers.includes(role));
    if (!readers.includes(role)) continue;
    for (const [url, marked] of [["/law", "/law"], ["/law/data", "/law"], ["/trail", "/trail"]]) {
      const shown = await one.get(url!);
      expect(shown.status, url).toBe(200);
      expect(menu(shown.text), `${role} ${url}`).toContain(`href="${marked}" aria-current="page"`);
    }
  }
});
