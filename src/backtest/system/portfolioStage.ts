import type { InstrumentCode } from "../../instruments/codes.js";
import type { Frame } from "../../series/frame.js";
import { Series } from "../../series/series.js";
import { toFrame } from "../../series/toFrame.js";
import { ROOT_BUSINESS_DAYS_IN_YEAR } from "../../time/businessDays.js";
import type { Account } from "../accounts/account.js";
import { accountCurve } from "../accounts/accountCurve.js";
import { bufferedPosition } from "../accounts/bufferedPosition.js";
import type { Weights } from "../config/settings.js";
import { portfolioWeights } from "../dynamic/portfolioWeights.js";
import { riskMeasures } from "../dynamic/riskMeasures.js";
import { riskOverlayScalar } from "../dynamic/riskOverlay.js";
import { valuePerContract } from "../dynamic/valuePerContract.js";
import { binReturns, stackedNetReturns } from "../estimation/binnedReturns.js";
import { returnsCorrelationData } from "../estimation/correlationData.js";
import { correlationEstimates, eachCorrelation } from "../estimation/correlationEstimates.js";
import type { PeriodCorrelation } from "../estimation/correlationMatrix.js";
import { diversificationMultiplier } from "../estimation/diversification.js";
import { estimateWeights } from "../estimation/estimateWeights.js";
import type { ReturnsAndCosts } from "../estimation/grossReturns.js";
import { alignForecasts } from "../forecasts/alignForecasts.js";
import { extendWithZero } from "../portfolio/equalWeights.js";
import { groupedWeights } from "../portfolio/groupedWeights.js";
import { fixedInstrumentWeights, instrumentsNeverHeld } from "../portfolio/instrumentWeights.js";
import { notionalPosition } from "../portfolio/notionalPosition.js";
import { positionBuffers } from "../portfolio/positionBuffers.js";
import { weightsInTime } from "../portfolio/weightsInTime.js";
import type { PositionBuffers } from "./classicSystem.js";
import { constantSeries } from "./constantSeries.js";
import { instrumentOf, requireTraded, type SystemContext } from "./context.js";
import type { SizingStage } from "./sizingStage.js";

/** The positions of the instruments side by side. */
export interface PortfolioStage {
  instrumentWeights(): Frame;
  instrumentDiversificationMultiplier(): Series;
  /** What positions are multiplied with to keep portfolio risk within its limits; undefined without limits. */
  riskScalar(): Series | undefined;
  /** Before the risk overlay. */
  positionBeforeOverlay(instrument: InstrumentCode): Series;
  notionalPosition(instrument: InstrumentCode): Series;
  buffers(instrument: InstrumentCode): PositionBuffers;
  bufferedPosition(instrument: InstrumentCode): Series;
  /** The value of one contract as a fraction of capital. */
  valuePerContract(instrument: InstrumentCode): Series;
  /** Annual standard deviations of returns, as fractions, a column an instrument. */
  annualVolatilities(): Frame;
  returnsCorrelations(): Iterable<PeriodCorrelation>;
}

export function portfolioStage(
  context: SystemContext,
  sizing: SizingStage,
  subsystemAccount: (instrument: InstrumentCode) => Account,
): PortfolioStage {
  const { settings, instruments, cache, raw } = context;
  const once = <T>(name: string, compute: () => T): T => cache.once(undefined, name, compute);

  const subsystemPositions = (): ReadonlyMap<InstrumentCode, Series> =>
    new Map(instruments.map((instrument) => [instrument, sizing.subsystemPosition(instrument)]));

  const zeroWeight = (): ReadonlySet<InstrumentCode> =>
    once(
      "zeroWeight",
      () => new Set([...settings.zeroWeight, ...instrumentsNeverHeld(subsystemPositions())]),
    );

  function fixedWeights(): Weights {
    const weights = settings.instrumentWeights;
    const configured =
      weights.kind === "equal"
        ? undefined
        : weights.kind === "flat"
          ? weights.weights
          : groupedWeights(weights.grouping);
    return fixedInstrumentWeights(configured, instruments, zeroWeight());
  }

  function estimatedWeights(): Frame {
    const estimate = settings.instrumentWeightEstimate;
    const zero = zeroWeight();
    const returns = new Map<string, ReturnsAndCosts>();
    for (const instrument of instruments) {
      if (!zero.has(instrument)) returns.set(instrument, subsystemAccount(instrument));
    }
    const binned = binReturns(returns, estimate.frequency);
    const net = stackedNetReturns(new Map([["asset", binned]]), "asset", {
      equaliseGross: estimate.equaliseGross,
      costMultiplier: estimate.costMultiplier,
    });
    const weights = estimateWeights(net, estimate, {
      key: "instrument_weight_estimate",
      costs: new Map([...binned.summaries].map(([name, { cost }]) => [name, cost])),
    });
    return extendWithZero(weights, [...zero]);
  }

  const instrumentWeights = (): Frame =>
    once("instrumentWeights", () =>
      weightsInTime(
        settings.estimateInstrumentWeights ? estimatedWeights() : fixedWeights(),
        alignForecasts(subsystemPositions()),
        settings.instrumentWeightSpan,
      ),
    );

  function subsystemCorrelations(): readonly PeriodCorrelation[] {
    const estimate = settings.instrumentCorrelationEstimate;
    const returns = new Map(
      instruments.map((instrument) => [instrument, accountCurve(subsystemAccount(instrument))]),
    );
    const data = returnsCorrelationData(returns, estimate);
    return correlationEstimates(data, estimate, "instrument_correlation_estimate");
  }

  /** Fixed, or estimated. */
  const multiplier = (): number | Series =>
    settings.estimateInstrumentDiversification
      ? once("instrumentDiversificationMultiplier", () =>
          diversificationMultiplier(
            subsystemCorrelations(),
            instrumentWeights(),
            settings.instrumentDiversificationEstimate,
          ),
        )
      : settings.instrumentDiversificationMultiplier;

  function positionBeforeOverlay(instrument: InstrumentCode): Series {
    requireTraded(context, instrument);
    return notionalPosition(
      sizing.subsystemPosition(instrument),
      instrumentWeights().series(instrument),
      multiplier(),
    );
  }

  const value = (instrument: InstrumentCode): Series =>
    valuePerContract({
      price: raw.denominatorPrice(instrument),
      fx: sizing.fxRate(instrument),
      pointSize: instrumentOf(context, instrument).pointSize,
      capital: settings.notionalCapital,
    });

  const annualVolatilities = (): Frame =>
    toFrame(
      new Map(
        instruments.map((instrument) => {
          const { time, values } = raw.percentageVolatility(instrument);
          return [
            instrument,
            new Series(
              time,
              values.map((percent) => (ROOT_BUSINESS_DAYS_IN_YEAR * percent) / 100),
              instrument,
            ),
          ];
        }),
      ),
    );

  function returnsCorrelations(): Iterable<PeriodCorrelation> {
    const estimate = settings.returnsCorrelationEstimate;
    const returns = instruments.map((instrument) => [instrument, raw.percentageReturns(instrument)] as const);
    const data = returnsCorrelationData(new Map(returns), estimate);
    return eachCorrelation(data, estimate, "instrument_returns_correlation");
  }

  const riskScalar = (): Series | undefined =>
    once("riskScalar", () => {
      if (settings.riskOverlay === undefined) return undefined;
      const byInstrument = (of: (instrument: InstrumentCode) => Series): Map<InstrumentCode, Series> =>
        new Map(instruments.map((instrument) => [instrument, of(instrument)]));
      const measures = riskMeasures({
        weights: portfolioWeights(byInstrument(positionBeforeOverlay), byInstrument(value)),
        volatilities: annualVolatilities(),
        correlations: returnsCorrelations(),
      });
      return riskOverlayScalar(measures, settings.riskOverlay, settings.percentageVolatilityTarget);
    });

  const stage: PortfolioStage = {
    instrumentWeights,
    riskScalar,
    positionBeforeOverlay,
    valuePerContract: value,
    annualVolatilities,
    returnsCorrelations,
    instrumentDiversificationMultiplier() {
      const idm = multiplier();
      const name = "instrument diversification multiplier";
      return typeof idm === "number" ? constantSeries(instrumentWeights().time, idm, name) : idm.named(name);
    },
    notionalPosition: (instrument) =>
      cache.once(instrument, "notionalPosition", () => {
        requireTraded(context, instrument);
        return notionalPosition(
          sizing.subsystemPosition(instrument),
          instrumentWeights().series(instrument),
          multiplier(),
          riskScalar(),
        );
      }),
    buffers: (instrument) =>
      cache.once(instrument, "buffers", () =>
        positionBuffers({
          method: settings.bufferMethod,
          size: settings.bufferSize,
          position: stage.notionalPosition(instrument),
          averagePosition: sizing.averagePosition(instrument),
          weight: instrumentWeights().series(instrument),
          idm: multiplier(),
        }),
      ),
    bufferedPosition: (instrument) =>
      cache.once(instrument, "bufferedPosition", () =>
        bufferedPosition(
          stage.notionalPosition(instrument),
          settings.bufferMethod === "none" ? undefined : stage.buffers(instrument),
          { tradeToEdge: settings.tradeToEdge },
        ),
      ),
  };
  return stage;
}
