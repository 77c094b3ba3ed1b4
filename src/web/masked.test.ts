import { expect, test } from "vitest";
import { masked } from "./masked.ts";

test.each([
  ["maria.k@example.org", "m•••@example.org"], ["+905321234517", "+90 5•• ••• •• 17"], ["+4915123456789", "+49 1••• •••••89"], ["+79161234567", "+7 9•• ••• •• 67"],
])("of %s one sees %s", (contact, seen) => expect(masked(contact)).toBe(seen));
