import type { CapitalMethod } from "../../capital/compounding.js";
import type { CapitalLedger } from "../../capital/ledger.js";

/** What the compounding method does, and what a change of it does from the next update on. */
export function methodText(method: CapitalMethod, { last }: CapitalLedger): string {
  const capped =
    last?.total.greaterThan(last.maximum) === true
      ? [
          `Total capital is ${last.total.toFixed()}, above its maximum of ${last.maximum.toFixed()}: under half the next update lowers it to the maximum.`,
        ]
      : [];
  return [
    `Capital is compounded by production_capital_method: ${method}.`,
    "  full:  profits and losses change total capital; the maximum follows it.",
    "  half:  losses change it, and so do profits up to the maximum, which stays.",
    "  fixed: it stays; the maximum becomes total capital.",
    "The method may be changed in configuration, and the amounts here, at any time. Both hold from the next update on; what was",
    "done under another method stays as it is, and which method it was is not recorded. A total above the maximum falls to the",
    "maximum at the next update under half: raise the maximum with it. From full or fixed to half, the maximum is the last total.",
    ...capped,
  ].join("\n");
}
