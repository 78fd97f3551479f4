import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TradedInstrument } from "./context.js";

/** The system of chapter 15, on the six instruments that come with the repository. */
const CHAPTER_15 = fileURLToPath(new URL("../configs/chapter15.yaml", import.meta.url));
const ITS_INSTRUMENTS = "CORN EUROSTX MXP SOFR US10 V2X";

/**
 * The configuration of the backtest: the system of chapter 15 as it is; or, on other instruments, a file that lies over it with
 * equal weights and the diversification multiplier estimated.
 */
export function backtestFile(instruments: readonly TradedInstrument[], file: string): string {
  const codes = instruments.map(({ code }) => code).sort();
  if (codes.join(" ") === ITS_INSTRUMENTS) return CHAPTER_15;
  const lines = [
    `base_config: ${JSON.stringify(CHAPTER_15)}`,
    "use_instrument_div_mult_estimates: true",
    "instrument_weights:",
    ...codes.map((code) => `  ${JSON.stringify(code)}: ${1 / codes.length}`),
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}
