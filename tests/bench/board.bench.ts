// The figures of boards: ten years by department and month, one month alone, and a filter nobody has kept sums for.
import { cacheFile } from '#main/db-worker/cache/open-cache.ts'
import { openForReading } from '#main/db-worker/driver.ts'
import { createEvaluation } from '#main/db-worker/evaluation/index.ts'
import type { FactFilter, MemberCounts } from '#main/db-worker/evaluation-api.ts'
import { hallPaths } from '#main/shell-common/index.ts'
import { evaluationDay, periodOf, spanOf, spansUpTo } from '#shared/domain/evaluation/index.ts'
import type { Span } from '#shared/domain/evaluation/index.ts'
import { duckPeer, sqlitePeer } from './board/peers.ts'
import type { Matrix, Peer, Wanted } from './board/peers.ts'
import { writeTax } from './board/write-tax.ts'
import { FULL_SIZE, NEWEST_AT } from './data/cases.ts'
import { preparedHall } from './data/prepared-hall.ts'
import { benchLine, median, timeMs } from './harness.ts'
import type { Bench, BenchContext, BenchLine } from './harness.ts'

const QUICK_SHARE = 10
const MONTHS = 120
/** Against naive SQLite; DuckDB's figures are printed beside, where it is installed. */
const MATRIX = { atLeast: 30 }
const QUICK_MATRIX = { atLeast: 10 }
const MOST_TAX = 0.15

export const bench: Bench = {
  name: 'board',
  describe:
    '60 departments x 120 months x 12 counts, one month, and an ad-hoc filter; peer: SQLite with GROUP BY strftime (and DuckDB where installed)',
  run,
}

interface Workload {
  readonly name: string
  readonly spans: readonly Span[]
  readonly narrowed: Wanted['narrowed']
}

async function run({ isQuick, rounds, scratch, say }: BenchContext): Promise<BenchLine> {
  const dataDir = hallPaths(await preparedHall(isQuick ? FULL_SIZE / QUICK_SHARE : FULL_SIZE, say)).seat
  const db = openForReading(cacheFile(dataDir))
  const ours = createEvaluation(db)
  const peer = sqlitePeer(dataDir, scratch)
  const duck = await duckPeer(scratch)
  if (duck === undefined) say('DuckDB is not installed: it is left out')
  const months = spansUpTo(spanOf('month', evaluationDay(NEWEST_AT)), MONTHS)
  const works: readonly Workload[] = [
    { name: 'matrix', spans: months, narrowed: null },
    { name: 'one month', spans: months.slice(-2, -1), narrowed: null },
    { name: 'ad-hoc filter', spans: months, narrowed: { classes: 'E01', source: 'hotline' } },
  ]
  const measured = []
  const loading = await timeMs(() =>
    ours.evaluationCounts(months, 'department', filterOf({ classes: 'E', source: 'web' }), NEWEST_AT),
  )
  say(`typed columns filled in ${loading.toFixed(0)} ms, once`)
  for (const work of works) {
    const take = (): Matrix =>
      matrixOf(ours.evaluationCounts(work.spans, 'department', filterOf(work.narrowed), NEWEST_AT), work.spans)
    measured.push(await compare(work, take, duck === undefined ? [peer] : [peer, duck], rounds, say))
  }
  db.close()
  peer.close()
  duck?.close()
  const { wholeMs, figuresMs } = await writeTax(scratch, rounds)
  const tax = figuresMs / (wholeMs - figuresMs)
  say(
    `writing 2,000 changes: ${wholeMs.toFixed(0)} ms, of it figures ${figuresMs.toFixed(0)} ms: tax ${(tax * 100).toFixed(1)} %, target <= 15 %`,
  )
  const [matrix] = measured
  if (matrix === undefined) throw new Error('nothing was measured')
  const line = benchLine({
    name: 'board',
    unit: 'ms',
    ours: matrix.ours,
    peer: matrix.peer,
    target: isQuick ? QUICK_MATRIX : MATRIX,
  })
  return { ...line, target: `${line.target} x naive SQLite; write tax <= 15 %`, met: line.met && tax <= MOST_TAX }
}

interface Compared {
  readonly ours: number
  readonly peer: number
}

async function compare(
  { name, spans, narrowed }: Workload,
  ours: () => Matrix,
  peers: readonly Peer[],
  rounds: number,
  say: BenchContext['say'],
): Promise<Compared> {
  const month = (span: Span | undefined): string => (span === undefined ? '' : periodOf(span).start.slice(0, 7))
  const wanted: Wanted = { from: month(spans[0]), to: month(spans.at(-1)), narrowed, now: NEWEST_AT }
  for (const peer of peers) assertEqual(ours(), await peer.count(wanted), `${name}: ${peer.name}`)
  const times = [[], ...peers.map((): number[] => [])] as number[][]
  for (let round = 0; round <= rounds; round += 1) {
    const taken = [await timeMs(ours)]
    for (const peer of peers) taken.push(await timeMs(() => peer.count(wanted)))
    if (round > 0) for (const [i, ms] of taken.entries()) times[i]?.push(ms)
  }
  const [own = 0, ...others] = times.map(median)
  say(
    `${name}: ours ${own.toFixed(2)} ms; ${peers.map((peer, i) => `${peer.name} ${(others[i] ?? 0).toFixed(1)} ms, ${((others[i] ?? 0) / own).toFixed(1)} x`).join('; ')}; the same counts`,
  )
  return { ours: own, peer: others[0] ?? 0 }
}

function filterOf(narrowed: Wanted['narrowed']): FactFilter {
  const places = { street: null, community: null, department: null, grid: null }
  return {
    ...places,
    classes: narrowed === null ? null : [narrowed.classes],
    sources: narrowed === null ? null : [narrowed.source],
  }
}

function matrixOf(members: readonly MemberCounts[], spans: readonly Span[]): Matrix {
  const months = spans.map((span) => periodOf(span).start.slice(0, 7))
  const filed = members.filter(({ counts }) => counts.filed > 0)
  return new Map(
    filed.map(({ member, span, counts: c }) => [
      `${member} ${months[span] ?? ''}`,
      [
        c.filed,
        c.onTime,
        c.late,
        c.onAccount,
        c.exempt,
        c.noLimit,
        c.voided,
        c.overdue,
        c.reworked,
        c.returned,
        c.urgent,
        c.publicReports,
      ],
    ]),
  )
}

function assertEqual(ours: Matrix, theirs: Matrix, what: string): void {
  if (ours.size !== theirs.size) throw new Error(`${what}: ${String(ours.size)} cells, theirs ${String(theirs.size)}`)
  for (const [key, counts] of theirs)
    if (ours.get(key)?.join() !== counts.join())
      throw new Error(`${what}, ${key}: ${String(ours.get(key)?.join())} and not ${counts.join()}`)
}
