export { connectionFromUrl, parsePgUrl } from './external-server.ts'
export { startPostgres, type RunningPostgres, type StartOptions } from './start-postgres.ts'
export type { PgConnection } from './connection.ts'
