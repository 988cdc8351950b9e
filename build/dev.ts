// npm run dev [-- arguments of npm start]: starts the hall and rebuilds what is edited. A change in the windows is there
// after reloading the page; a change in host, workers, platform or shells starts the hall again. Electron's own dev
// server is not used: it needs Electron's binary, and what runs here is exactly what is shipped.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { globSync, watch } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureBuilt } from './build.ts'
import { at, root } from './run.ts'

const SETTLE_MS = 300
const args = process.argv.slice(2)
let hall: ChildProcess | undefined
let isRebuilding = false
let changedTrees = new Set<string>()

for (const tree of globSync('src-*', { cwd: root })) {
  watch(at(tree), { recursive: true }, (_, file) => {
    if (file === null || file.endsWith('.spec.ts')) return
    changedTrees.add(tree)
    void rebuild()
  })
}
process.on('SIGINT', () => undefined) // the hall gets it too; we leave when it has
process.on('SIGTERM', () => hall?.kill('SIGTERM'))
await rebuild()

async function rebuild(): Promise<void> {
  if (isRebuilding) return
  isRebuilding = true
  do {
    await sleep(SETTLE_MS)
    const trees = changedTrees
    changedTrees = new Set()
    const outcome = await ensureBuilt()
    console.log(outcome.why)
    if (outcome.ok && outcome.built && !onlyWindows(trees)) await stop()
    if (outcome.ok && hall === undefined) start()
  } while (changedTrees.size > 0)
  isRebuilding = false
}

function onlyWindows(trees: ReadonlySet<string>): boolean {
  return trees.size > 0 && [...trees].every((tree) => tree === 'src-renderer')
}

function start(): void {
  const child = spawn(process.execPath, [at('build/start.ts'), ...args], { stdio: 'inherit' })
  hall = child
  child.on('close', (code) => {
    if (hall !== child) return // stopped for a restart
    process.exit(code ?? 0)
  })
}

async function stop(): Promise<void> {
  const child = hall
  hall = undefined
  if (child === undefined || child.exitCode !== null) return
  const closed = new Promise((done) => child.once('close', done))
  child.kill('SIGTERM')
  await closed
}
