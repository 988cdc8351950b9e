import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { PgConnection } from '#platform/launcher/index.ts'
import { httpClient } from '#tests/contracts/platform/http-client.ts'
import { enrolSeat } from '#tests/contracts/platform/seat.ts'
import type { Seat } from '#tests/contracts/platform/seat.ts'

const main = fileURLToPath(new URL('../../../src-platform/main.ts', import.meta.url))

export interface PlatformProcess {
  readonly url: string
  readonly epoch: string
  enrol(seat: string): Promise<Seat>
  stop(): Promise<void>
}

/** The real program, in a process of its own, on a PostgreSQL that is there already; or another one that says the same lines. */
export async function startPlatformProcess(dataDir: string, connection: PgConnection, program = main): Promise<PlatformProcess> {
  const args = [program, '--data-dir', dataDir, '--town', 'small']
  const env = { ...process.env, HALL_PG_URL: urlOf(connection) }
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = await readyUrl(child.stdout)
  const { body } = await httpClient(url, null).get<{ epoch: string }>('/v1/health')
  const admin = httpClient(url, (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim())
  return {
    url,
    epoch: body.epoch,
    enrol: (seat) => enrolSeat((token) => httpClient(url, token), admin, seat),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function readyUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const said = JSON.parse(line) as { type: string; url?: string } // the program's own lines
    if (said.type === 'platform-ready' && said.url !== undefined) return said.url
    if (said.type === 'platform-refused') throw new Error(line)
  }
  throw new Error('the platform ended before it was ready')
}

function urlOf({ host, port, user, password, database }: PgConnection): string {
  const place = host.startsWith('/')
    ? `localhost:${port}/${database}?host=${encodeURIComponent(host)}`
    : `${host}:${port}/${database}`
  return `postgresql://${user}:${encodeURIComponent(password)}@${place}`
}
