import { nameIn } from "../../prompt/parseAnswers.js";
import type { Series } from "../../series/series.js";
import { explainState, listBacktests, openBacktest } from "./backtestStates.js";
import { type MenuPart, shows } from "./menuPart.js";

export const backtests: MenuPart = (desk, prompt, ask) => {
  const chosen = async () => {
    const kept = await listBacktests(desk);
    const strategy = await ask.strategy([...new Set(kept.map((state) => state.strategy))]);
    const ids = kept.filter((state) => state.strategy === strategy).map(({ id }) => id);
    prompt.show(ids.join("\n"));
    const id = await prompt.ask("Which backtest", { parse: nameIn(ids, "backtest"), default: ids.at(-1)! });
    return openBacktest(desk, strategy, id);
  };
  const series = async (): Promise<Series> => {
    const state = await chosen();
    const instrument = await ask.instrument(state.instruments);
    const names = state.names(instrument);
    prompt.show(names.join(", "));
    const name = await prompt.ask("Which series", { parse: nameIn(names, "series") });
    return state.series(instrument, name).rows(-(await ask.rows()));
  };
  return [
    { number: 1, label: "Backtests that are kept", run: shows(prompt, () => listBacktests(desk)) },
    { number: 2, label: "What a backtest holds", run: shows(prompt, chosen) },
    {
      number: 3,
      label: "How an instrument's position came about",
      run: shows(prompt, async () => {
        const state = await chosen();
        return explainState(state, await ask.instrument(state.instruments));
      }),
    },
    { number: 4, label: "One series of a backtest", run: shows(prompt, series) },
  ];
};
