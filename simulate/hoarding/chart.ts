import type { Outcome } from "./model.ts";

const width = 920;
const left = 250;
const rowHeight = 34;

/** Bars for each way of giving places: an SVG that stands alone, labelled directly, readable in grey and by a screen reader. */
export function chart(rows: readonly (Outcome & { name: string })[]): string {
  const panels = [
    { title: "Places sold by resellers (share of all)", value: (row: Outcome) => row.soldFromStock + row.soldAsSpeed, text: (n: number) => `${(100 * n).toFixed(1)} %` },
    { title: "Honest people who missed their legal deadline", value: (row: Outcome) => row.missed, text: (n: number) => `${(100 * n).toFixed(1)} %` },
    { title: "Days an honest person waits for the appointment (middle)", value: (row: Outcome) => row.middleWait, text: (n: number) => String(n) },
  ];
  const panelHeight = 46 + rows.length * rowHeight;
  const height = 20 + panels.length * panelHeight;
  const drawn = panels.map(({ title, value, text }, n) => {
    const most = Math.max(...rows.map(value), 1e-9);
    const y = 20 + n * panelHeight;
    const bars = rows.map((row, at) => {
      const top = y + 34 + at * rowHeight;
      const length = Math.max(2, (value(row) / most) * (width - left - 120));
      return `<text x="${left - 12}" y="${top + 16}" text-anchor="end">${row.name}</text><rect x="${left}" y="${top}" width="${length.toFixed(1)}" height="22" rx="3" fill="${at === 0 ? "#8A4B08" : at === 1 ? "#5E7F83" : "#0A6167"}"/><text x="${left + length + 8}" y="${top + 16}" font-weight="600">${text(value(row))}</text>`;
    });
    return `<text x="${left}" y="${y + 18}" font-weight="650" font-size="17">${title}</text>${bars.join("")}`;
  });
  const said = rows.map((row) => `${row.name}: ${panels.map(({ title, value, text }) => `${title}: ${text(value(row))}`).join("; ")}`).join(". ");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="Inter, system-ui, sans-serif" font-size="15" fill="#1A1D26" role="img" aria-labelledby="t d"><title id="t">What resellers can sell under three ways of giving appointments</title><desc id="d">${said}.</desc><rect width="${width}" height="${height}" fill="#FBFAF7"/>${drawn.join("")}</svg>\n`;
}
