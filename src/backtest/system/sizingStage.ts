import type { InstrumentCode } from "../../instruments/codes.js";
import type { Series } from "../../series/series.js";
import { fxRate } from "../portfolio/fxRate.js";
import {
  blockValue,
  instrumentCurrencyVolatility,
  instrumentValueVolatility,
} from "../portfolio/instrumentVolatility.js";
import {
  averagePosition,
  dailyCashVolatilityTarget,
  longOnlyPosition,
  subsystemPosition,
} from "../portfolio/subsystemPosition.js";
import { instrumentOf, type SystemContext } from "./context.js";

/** From the risk of one contract to the position for a forecast, with all the capital. */
export interface SizingStage {
  fxRate(instrument: InstrumentCode): Series;
  blockValue(instrument: InstrumentCode): Series;
  instrumentCurrencyVolatility(instrument: InstrumentCode): Series;
  instrumentValueVolatility(instrument: InstrumentCode): Series;
  averagePosition(instrument: InstrumentCode): Series;
  subsystemPosition(instrument: InstrumentCode): Series;
  /** Standard deviation to aim at a day, in the base currency. */
  readonly dailyCashVolatilityTarget: number;
}

export function sizingStage(
  context: SystemContext,
  combinedForecast: (instrument: InstrumentCode) => Series,
): SizingStage {
  const { data, settings, cache, raw } = context;
  const target = dailyCashVolatilityTarget(settings.notionalCapital, settings.percentageVolatilityTarget);

  const stage: SizingStage = {
    dailyCashVolatilityTarget: target,
    fxRate(instrument) {
      const { currency } = instrumentOf(context, instrument);
      return cache.once(undefined, `fxRate ${currency}`, () =>
        fxRate(data.fxPrices, currency, settings.baseCurrency, {
          instrument,
          until: lastTime(context),
          ...(Number.isFinite(settings.startDate) ? { startDate: settings.startDate } : {}),
        }),
      );
    },
    blockValue: (instrument) =>
      cache.once(instrument, "blockValue", () =>
        blockValue(raw.denominatorPrice(instrument), instrumentOf(context, instrument).pointSize),
      ),
    instrumentCurrencyVolatility: (instrument) =>
      cache.once(instrument, "instrumentCurrencyVolatility", () =>
        instrumentCurrencyVolatility(stage.blockValue(instrument), raw.percentageVolatility(instrument)),
      ),
    instrumentValueVolatility: (instrument) =>
      cache.once(instrument, "instrumentValueVolatility", () =>
        instrumentValueVolatility(stage.instrumentCurrencyVolatility(instrument), stage.fxRate(instrument)),
      ),
    averagePosition: (instrument) =>
      cache.once(instrument, "averagePosition", () =>
        averagePosition(target, stage.instrumentValueVolatility(instrument)),
      ),
    subsystemPosition: (instrument) =>
      cache.once(instrument, "subsystemPosition", () => {
        const position = subsystemPosition(
          stage.averagePosition(instrument),
          combinedForecast(instrument),
          settings.averageAbsoluteForecast,
        );
        return settings.longOnly.includes(instrument) ? longOnlyPosition(position) : position;
      }),
  };
  return stage;
}

/** The last time of any price, up to which a currency is 1 in itself. */
const lastTime = ({ data, cache }: SystemContext): number =>
  cache.once(undefined, "lastTime", () => {
    let last = 0;
    for (const { adjustedPrice, multiplePrices } of data.instruments.values()) {
      for (const { time } of [adjustedPrice, multiplePrices ?? adjustedPrice])
        last = Math.max(last, time.at(-1) ?? 0);
    }
    return last;
  });
