import { expect, test } from "vitest";
import { office } from "../../../test/office-server.ts";

test("the key sheet tells each key of the head once, law and trail to whom they are open", async () => {
  await using it = await office();
  for (const [role, keys] of [["front-desk", "tcped"], ["supervisor", "tcpedlr"], ["administrator", "tcpedlr"]] as const) {
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
