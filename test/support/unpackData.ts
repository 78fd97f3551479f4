import { unpackData } from "../../scripts/unpackData.js";

/** Vitest's global set-up: the repo's own values are unpacked before any test runs. */
export const setup = (): void => {
  unpackData();
};
