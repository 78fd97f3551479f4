import fc from "fast-check";

/** The same properties on every run, unless `FAST_CHECK_SEED` names another seed; a failure prints its own. */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_240_328) });
