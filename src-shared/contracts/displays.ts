// Monitors as shells, host and windows speak of them.
export { Display, Fittings, MOST_DISPLAYS, readDisplays } from '#shared/domain/wall/index.ts'
