import { type Sum, totals, totalsBy } from "../../payments/totals.ts";
import { readDate } from "../../platform/form.ts";
import { offices } from "../../rules/offices.ts";
import { BarChart } from "../../ui/chart.tsx";
import { SelectField, TextField } from "../../ui/fields.tsx";
import { Filters, OfficeTable } from "../../ui/office-table.tsx";
import { OfficePage } from "../../ui/page.tsx";
import { html, officerPage } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { notYourDuty } from "./words.tsx";

const longest = 366;

/** What came in and went back in the offices of a province, by day, office or channel: drawn, and as the table it is drawn from. */
export const paymentTotals = officerPage(office.paymentTotals, {
  async get({ l, app, officer, query, today }) {
    const title = l.t("payments.totals-title");
    if (!mayDo(officer.role, "money")) return notYourDuty(l, "payments");
    const until = readDate(query.until ?? "") ?? today;
    const asked = readDate(query.from ?? "") ?? until.subtract({ days: 13 });
    const from = Temporal.PlainDate.compare(asked, until) > 0 || asked.until(until).days > longest ? until.subtract({ days: 13 }) : asked;
    const by = totalsBy.find((one) => one === query.by) ?? "day";
    const sums = await totals(app.db, officer.province, by, from, until);
    const name = (key: string) => {
      if (by === "day") return <bdi>{l.day(Temporal.PlainDate.from(key))}</bdi>;
      if (by === "channel") return l.t(`payments.channel.${key as "card"}`);
      return <bdi>{offices.find(({ code }) => code === key)?.name ?? (key || l.t("payments.totals-no-office"))}</bdi>;
    };
    const lira = (amount: number) => <bdi>{l.money(amount, "TRY")}</bdi>;
    const all = sums.reduce((sum, one): Sum => ({ key: "", n: sum.n + one.n, card: sum.card + one.card, bank: sum.bank + one.bank, back: sum.back + one.back }), { key: "", n: 0, card: 0, bank: 0, back: 0 });
    const cells = (first: unknown, { n, card, bank, back }: Sum) => [first as string, l.number(n), lira(card), lira(bank), lira(back), lira(card + bank - back)];
    const caption = l.t("payments.totals-caption", { from: l.day(from), until: l.day(until) });
    const body = (
      <OfficePage title={title} back={office.payments.href()} backText={l.t("payments.office-title")} meta={<span>{l.t("payments.totals-lead")}</span>}>
        <Filters action={office.paymentTotals.href()}>
          <TextField name="from" label={l.t("payments.totals-from")} value={from.toString()} width={10} attributes={{ type: "date" }} />
          <TextField name="until" label={l.t("payments.totals-until")} value={until.toString()} width={10} attributes={{ type: "date" }} />
          <SelectField name="by" label={l.t("payments.totals-by")} value={by} options={totalsBy.map((one) => ({ value: one, label: l.t(`payments.totals-by.${one}`) }))} />
        </Filters>
        {sums.length > 0 ? (
          <BarChart id="totals" caption={caption} series={[l.t("payments.channel.card"), l.t("payments.channel.bank")]} bars={sums.map((one) => ({ name: name(one.key), parts: [one.card, one.bank], value: lira(one.card + one.bank) }))} />
        ) : null}
        <OfficeTable
          caption={caption} empty={l.t("payments.totals-none")}
          columns={[
            { title: l.t(`payments.totals-by.${by}`) }, { title: l.t("payments.office-count"), numeric: true }, { title: l.t("payments.channel.card"), numeric: true },
            { title: l.t("payments.channel.bank"), numeric: true }, { title: l.t("payments.totals-back"), numeric: true }, { title: l.t("payments.totals-rest"), numeric: true },
          ]}
          rows={sums.length === 0 ? [] : [...sums.map((one) => ({ cells: cells(name(one.key), one) })), { cells: cells(<strong>{l.t("payments.office-sum")}</strong>, all) }]}
        />
      </OfficePage>
    );
    return html(title, body, 200, { nav: "payments" });
  },
});
