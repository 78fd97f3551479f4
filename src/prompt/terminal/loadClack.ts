import { ContangoError } from "../../errors/contangoError.js";

/** What is used of `@clack/prompts`. */
export type Clack = Pick<typeof import("@clack/prompts"), "text" | "select" | "confirm">;

/** @throws ContangoError `DEPENDENCY_MISSING` with the command that installs it. */
export async function loadClack(
  importPackage: () => Promise<Clack> = () => import("@clack/prompts"),
): Promise<Clack> {
  try {
    return await importPackage();
  } catch (cause) {
    throw new ContangoError(
      "DEPENDENCY_MISSING",
      "prompt",
      "questions in a terminal need the package @clack/prompts, which is not installed; run: npm install @clack/prompts",
      { details: { package: "@clack/prompts" }, cause },
    );
  }
}
