import { expect } from "vitest";
import type { Page } from "playwright-core";

/** A person at a keyboard without a mouse. At each stop of the Tab key the focus must be seen. */
export function keys(page: Page) {
  const press = (key: string) => page.keyboard.press(key);
  const at = (selector: string) => page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
  const it = {
    press,
    async tab() {
      await press("Tab");
      const stop = await page.evaluate(seenFocus);
      if (stop.fault !== null) expect.fail(`${page.url()}: the focus on ${stop.where} is not seen: ${stop.fault}`);
    },
    /** Presses Tab until the focus is there. */
    async to(selector: string) {
      for (let stops = 0; stops < 120; stops++) {
        if (await at(selector)) return;
        await it.tab();
      }
      throw new Error(`no Tab leads to ${selector} at ${page.url()}`);
    },
    async type(text: string) {
      await press("ControlOrMeta+a");
      await page.keyboard.insertText(text);
    },
    /** Follows a link or presses a button by Enter and waits for what comes. */
    async enter(selector: string) {
      await it.to(selector);
      await Promise.all([page.waitForEvent("framenavigated"), press("Enter")]);
      await page.waitForLoadState();
    },
    send: () => it.enter("main form .actions .button--primary"),
    async tick(name: string) {
      await it.to(`input[name="${name}"]`);
      await press("Space");
    },
    /** Fills questions in their order on the page: dates are ISO, lists and choices codes. */
    async answer(answers: Record<string, string>) {
      for (const [name, value] of Object.entries(answers)) await answerOne(name, value);
    },
  };
  async function answerOne(name: string, value: string) {
    const kind = await page.evaluate((name) => {
      const control = document.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`) ?? document.querySelector(`[name="${name}-day"]`);
      if (control?.getAttribute("name") === `${name}-day`) return "date";
      return control instanceof HTMLSelectElement ? (control.hidden ? "combobox" : "select") : control?.getAttribute("type") === "radio" ? "radios" : "text";
    }, name);
    if (kind === "date") {
      const [year, month, day] = value.split("-").map((part) => String(Number(part)));
      for (const [part, text] of [["day", day], ["month", month], ["year", year]] as const) {
        await it.to(`[name="${name}-${part}"]`);
        await it.type(text!);
      }
    } else if (kind === "radios") {
      await it.to(`input[name="${name}"]`);
      const steps = await page.evaluate(([name, value]) => {
        const all = [...document.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
        return all.findIndex((one) => one.value === value) - all.indexOf(document.activeElement as HTMLInputElement);
      }, [name, value]);
      if (steps === 0) await press("Space");
      for (let n = 0; n < Math.abs(steps); n++) await press(steps > 0 ? "ArrowDown" : "ArrowUp");
    } else if (kind === "text") {
      await it.to(`[name="${name}"]`);
      await it.type(value);
    } else {
      const label = await page.evaluate(([name, value]) => document.querySelector(`select[name="${name}"] option[value="${value}"]`)!.textContent!.trim(), [name, value]);
      await it.to(kind === "combobox" ? `#${name}` : `select[name="${name}"]`);
      if (kind === "select") return page.keyboard.type(label);
      await it.type(label);
      await press("ArrowDown");
      await press("Enter");
    }
  }
  return it;
}

/** Whether the focus is to be seen: an outline of some width around what has it, and within the window. */
function seenFocus(): { where: string; fault: string | null } {
  const focused = document.activeElement;
  const where = `${focused?.tagName}.${focused?.className}#${focused?.id}`;
  // Past the last stop the browser's own bar has the focus.
  if (!focused || focused === document.body) return { where, fault: null };
  const outlined = (element: Element | null) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  if (!outlined(focused) && !outlined(focused.closest(".affix"))) return { where, fault: "no outline" };
  const box = focused.getBoundingClientRect();
  if (box.width === 0 || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return { where, fault: "out of sight" };
  return { where, fault: null };
}
