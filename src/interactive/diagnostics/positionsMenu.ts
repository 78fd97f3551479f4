import type { InstrumentCode } from "../../instruments/codes.js";
import { strategyCapitalHistory, totalCapitalHistory } from "./capitalHistory.js";
import { type MenuPart, shows } from "./menuPart.js";
import {
  contractPositionHistory,
  optimalPositionHistory,
  strategyPositionHistory,
} from "./positionHistories.js";
import { recentFills } from "./recentFills.js";

export const capital: MenuPart = (desk, prompt, ask) => [
  {
    number: 40,
    label: "Capital of a strategy",
    run: shows(prompt, async () => {
      const strategy = await ask.strategy(await desk.data.strategyCapital.list());
      return strategyCapitalHistory(desk, strategy, await ask.rows());
    }),
  },
  {
    number: 41,
    label: "Total capital",
    run: shows(prompt, async () => totalCapitalHistory(desk, await ask.rows())),
  },
];

export const positions: MenuPart = (desk, prompt, ask) => {
  const { optimalPositions, strategyPositions, contractPositions } = desk.data;
  const ofStrategy = async (
    keys: Promise<readonly { readonly strategy: string; readonly instrument: InstrumentCode }[]>,
  ) => {
    const all = await keys;
    const strategy = await ask.strategy([...new Set(all.map((key) => key.strategy))]);
    const own = all.filter((key) => key.strategy === strategy).map(({ instrument }) => instrument);
    return [strategy, await ask.instrument(own), await ask.rows()] as const;
  };
  const ofContract = async () => {
    const all = await contractPositions.list();
    const instrument = await ask.instrument([...new Set(all.map((key) => key.instrument))]);
    const own = all.filter((key) => key.instrument === instrument).map(({ contract }) => contract);
    return [instrument, await ask.contract(own), await ask.rows()] as const;
  };
  return [
    {
      number: 50,
      label: "Optimal positions",
      run: shows(prompt, async () =>
        optimalPositionHistory(desk, ...(await ofStrategy(optimalPositions.list()))),
      ),
    },
    {
      number: 51,
      label: "Positions of a strategy",
      run: shows(prompt, async () =>
        strategyPositionHistory(desk, ...(await ofStrategy(strategyPositions.list()))),
      ),
    },
    {
      number: 52,
      label: "Positions in a contract",
      run: shows(prompt, async () => contractPositionHistory(desk, ...(await ofContract()))),
    },
    {
      number: 53,
      label: "Fills",
      run: shows(prompt, async () => {
        const instrument = await ask.anyInstrument();
        return recentFills(desk, {
          last: await ask.rows(),
          ...(instrument === undefined ? {} : { instrument }),
        });
      }),
    },
  ];
};
