/** One thing that was tried. */
export interface Check {
  readonly name: string
  readonly ok: boolean
  /** What was seen, or what went wrong. */
  readonly detail: string
  readonly durationMs: number
}

/** Tries one thing; an error is an answer, not a fault of the checker. */
export async function tryOut(name: string, work: () => string | Promise<string>): Promise<Check> {
  const started = performance.now()
  const done = (ok: boolean, detail: string): Check => ({ name, ok, detail, durationMs: Math.round(performance.now() - started) })
  try {
    return done(true, await work())
  } catch (error) {
    return done(false, error instanceof Error ? error.message : String(error))
  }
}
