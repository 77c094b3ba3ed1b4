import { expect, test } from "vitest";
import { office } from "../../../test/office-server.ts";
import { type Role, roles } from "../../identity/officer.ts";

test("the key sheet tells each key of the head once, figures, law and trail to whom they are open", async () => {
  await using it = await office();
  for (const [role, keys] of [["front-desk", "tcped"], ["supervisor", "tcfpedlr"], ["administrator", "tcfpedlr"]] as const) {
    const one = await it.enter(role);
    for (const url of ["/cases", "/"]) {
      const { text } = await one.get(url);
      const inHead = [.../<header[\s\S]*?<\/header>/.exec(text)![0].matchAll(/data-key="(\w)"/g)].map(([, key]) => key).join("");
      const told = [...text.matchAll(/<dt>(?:<kbd class="keycap">([^<]+)<\/kbd> ?)+<\/dt>/g)].map(([, key]) => key!);
      expect(inHead).toBe(keys);
      for (const key of keys) expect(told.filter((one) => one === key), `${role} ${url} ${key}`).toHaveLength(1);
    }
  }
});

const menu = (page: string) => page.split(`<nav class="navigation"`)[1]!.split("</nav>")[0]!;

test("figures, law and trail stand in the menu of those who may read them, and the page one is on is marked there", async () => {
  await using it = await office();
  const readers: Role[] = ["supervisor", "administrator", "auditor"];
  for (const role of roles) {
    const one = await it.enter(role);
    const page = menu((await one.get("/cases")).text);
    for (const href of ["/figures", "/law", "/trail"]) expect(page.includes(`href="${href}"`), `${role} ${href}`).toBe(readers.includes(role));
    if (!readers.includes(role)) continue;
    for (const [url, marked] of [["/law", "/law"], ["/law/data", "/law"], ["/trail", "/trail"], ["/figures", "/figures"]]) {
      const shown = await one.get(url!);
      expect(shown.status, url).toBe(200);
      expect(menu(shown.text), `${role} ${url}`).toContain(`href="${marked}" aria-current="page"`);
    }
  }
});
