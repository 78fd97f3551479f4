import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Where the values that the repo carries itself are unpacked: `npm test` does it, as does `npm run demo`. */
export const OWN_DATA = `${root}.data`;

function folder(variable: string, shared: string, own: string): string {
  const named = process.env[variable];
  if (named !== undefined && named !== "") return named;
  return existsSync(`${root}../shared/${shared}`) ? `${root}../shared/${shared}` : `${OWN_DATA}/${own}`;
}

/** Golden values: `CONTANGO_GOLDEN`, else `../shared/golden`, else the subset in this repo. */
export const GOLDEN = folder("CONTANGO_GOLDEN", "golden", "golden");

/** Real prices and configuration: `CONTANGO_DATA`, else `../shared/data/futures`, else the six instruments in this repo. */
export const FUTURES = folder("CONTANGO_DATA", "data/futures", "futures");
