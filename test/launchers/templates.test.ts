/** The tests of the launcher templates, run against the sources. */
import "../../examples/private-repo/strategies/meanReversion.test.js";
import "../../examples/private-repo/strategies/trendLauncher.test.js";
