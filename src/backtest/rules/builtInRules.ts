import { accel } from "./accel.js";
import { longBias, shortBias } from "./bias.js";
import { breakout } from "./breakout.js";
import { carry, relativeCarry } from "./carry.js";
import { crossSectionalMeanReversion } from "./crossSectionalMeanReversion.js";
import { ewmac, ewmacOwnVolatility } from "./ewmac.js";
import { conditionedFactor, factorRule } from "./factorRule.js";
import { meanReversionWings } from "./meanReversionWings.js";
import { relativeMomentum } from "./relativeMomentum.js";
import type { TradingRule } from "./rule.js";

/** A rule that comes with the library. */
export interface BuiltInRule {
  readonly rule: TradingRule;
  /** The names under which it reads its series, in the order in which pysystemtrade's configuration lists them as `data`. */
  readonly inputs: readonly string[];
  /** Its arguments: the reference's name → the name here. */
  readonly argumentNames: Readonly<Record<string, string>>;
  /** Dotted names of the same function in pysystemtrade's configuration. */
  readonly aliases: readonly string[];
}

const SPANS = { Lfast: "fast", Lslow: "slow" };
const HORIZON = { horizon: "horizon", ewma_span: "span" };

/** Every rule that comes with the library, by its name. */
export const BUILT_IN_RULES: Readonly<Record<string, BuiltInRule>> = {
  ewmac: {
    rule: ewmac,
    inputs: ["dailyPrice", "volatility"],
    argumentNames: SPANS,
    aliases: ["systems.provided.rules.ewmac.ewmac", "systems.provided.futures_chapter15.rules.ewmac"],
  },
  ewmacOwnVolatility: {
    rule: ewmacOwnVolatility,
    inputs: ["dailyPrice"],
    argumentNames: { ...SPANS, vol_days: "volatilityDays" },
    aliases: [
      "systems.provided.rules.ewmac.ewmac_calc_vol",
      "systems.provided.futures_chapter15.rules.ewmac_calc_vol",
    ],
  },
  carry: {
    rule: carry,
    inputs: ["rawCarry"],
    argumentNames: { smooth_days: "smoothDays" },
    aliases: [
      "systems.provided.rules.carry.carry",
      "systems.provided.rules.carry.carry2",
      "systems.provided.futures_chapter15.rules.carry2",
    ],
  },
  relativeCarry: {
    rule: relativeCarry,
    inputs: ["smoothedCarry", "assetClassCarry"],
    argumentNames: {},
    aliases: [
      "systems.provided.rules.carry.relative_carry",
      "systems.provided.rob_system.rules.relative_carry",
    ],
  },
  breakout: {
    rule: breakout,
    inputs: ["dailyPrice"],
    argumentNames: { lookback: "lookback", smooth: "smooth" },
    aliases: [
      "systems.provided.rules.breakout.breakout",
      "systems.provided.rob_system.rules.breakout",
      "systems.provided.moretradingrules.morerules.breakout",
    ],
  },
  accel: {
    rule: accel,
    inputs: ["dailyPrice", "volatility"],
    argumentNames: { Lfast: "fast" },
    aliases: ["systems.provided.rules.accel.accel", "systems.provided.rob_system.rules.accel"],
  },
  meanReversionWings: {
    rule: meanReversionWings,
    inputs: ["dailyPrice", "volatility"],
    argumentNames: { Lfast: "fast" },
    aliases: ["systems.provided.rules.mr_wings.mr_wings", "systems.provided.rob_system.rules.mr_wings"],
  },
  crossSectionalMeanReversion: {
    rule: crossSectionalMeanReversion,
    inputs: ["normalisedPrice", "assetClassNormalisedPrice"],
    argumentNames: HORIZON,
    aliases: [
      "systems.provided.rules.cs_mr.cross_sectional_mean_reversion",
      "systems.provided.rob_system.rules.cross_sectional_mean_reversion",
      "systems.provided.moretradingrules.morerules.cross_sectional_mean_reversion",
    ],
  },
  relativeMomentum: {
    rule: relativeMomentum,
    inputs: ["normalisedPrice", "assetClassNormalisedPrice"],
    argumentNames: HORIZON,
    aliases: [
      "systems.provided.rules.rel_mom.relative_momentum",
      "systems.provided.rob_system.rules.relative_momentum",
    ],
  },
  factor: {
    rule: factorRule,
    inputs: ["demeanedFactor"],
    argumentNames: { smooth: "smooth" },
    aliases: [
      "systems.provided.rules.factors.factor_trading_rule",
      "systems.provided.rob_system.rules.factor_trading_rule",
    ],
  },
  conditionedFactor: {
    rule: conditionedFactor,
    inputs: ["demeanedFactor", "condition"],
    argumentNames: { smooth: "smooth" },
    aliases: [
      "systems.provided.rules.factors.conditioned_factor_trading_rule",
      "systems.provided.rob_system.rules.conditioned_factor_trading_rule",
    ],
  },
  longBias: {
    rule: longBias,
    inputs: ["dailyPrice"],
    argumentNames: {},
    aliases: ["systems.provided.moretradingrules.morerules.long_bias"],
  },
  shortBias: {
    rule: shortBias,
    inputs: ["dailyPrice"],
    argumentNames: {},
    aliases: ["systems.provided.moretradingrules.morerules.short_bias"],
  },
};
