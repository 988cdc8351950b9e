/** For what happens soon: a test goes on as soon as it holds; the bound is for a hang on a machine that does ten other things. */
export const SOON = { timeout: 60_000, interval: 10 } as const
