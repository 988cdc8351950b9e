/** The synchronous shape of an asynchronous API: what a worker carries out, call by call. */
export type SyncApi<Api> = {
  readonly [Name in keyof Api]: Api[Name] extends (...args: infer Args) => Promise<infer Value> ? (...args: Args) => Value : never
}
