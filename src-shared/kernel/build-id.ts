declare const __HALL_BUILD__: string | undefined

/** Names the sources this bundle was made of, one for every process and window of a build; `source` where they run unbuilt. */
export const buildId: string = typeof __HALL_BUILD__ === 'undefined' ? 'source' : __HALL_BUILD__
