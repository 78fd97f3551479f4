import { splitFxPair } from "../../instruments/codes.js";
import { type MenuPart, shows } from "./menuPart.js";
import {
  pricedContracts,
  recentAdjustedPrices,
  recentContractPrices,
  recentFxPrices,
  recentMultiplePrices,
} from "./recentPrices.js";

export const prices: MenuPart = (desk, prompt, ask) => [
  {
    number: 30,
    label: "Contract prices",
    run: shows(prompt, async () => {
      const instrument = await ask.instrument();
      const contract = await ask.contract(await pricedContracts(desk, instrument));
      const frequency = await prompt.choose("Which bars", [
        { value: undefined, label: "Merged" },
        { value: "Day" as const, label: "Day" },
        { value: "Hour" as const, label: "Hour" },
      ]);
      const which = frequency === undefined ? {} : { frequency };
      return recentContractPrices(desk, instrument, contract, await ask.rows(), which);
    }),
  },
  {
    number: 31,
    label: "Multiple prices",
    run: shows(prompt, async () => recentMultiplePrices(desk, await ask.instrument(), await ask.rows())),
  },
  {
    number: 32,
    label: "Adjusted prices",
    run: shows(prompt, async () => recentAdjustedPrices(desk, await ask.instrument(), await ask.rows())),
  },
  {
    number: 33,
    label: "FX prices",
    run: shows(prompt, async () => {
      prompt.show((await desk.data.fxPrices.list()).join(", "));
      const pair = await prompt.ask("Which pair", { parse: fxPair });
      return recentFxPrices(desk, pair, await ask.rows());
    }),
  },
];

function fxPair(answer: string): string {
  const pair = answer.trim().toUpperCase();
  splitFxPair(pair);
  return pair;
}
