// Runs a story in a namespace of its own, on a disk of its own that is soon full; nothing of it outlives the story.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MOUNT = 'mount -t tmpfs -o "size=$1" tmpfs "$2" && exec "$3" "$4" "$2"'

/** Why there can be no such disk here, or null. */
export function whyNoSmallDisk(): string | null {
  const tried = spawnSync('unshare', ['-rm', 'sh', '-c', 'd=$(mktemp -d) && mount -t tmpfs -o size=1m tmpfs "$d"'], {
    encoding: 'utf8',
  })
  return tried.status === 0 ? null : `no namespace with a disk of its own: ${tried.stderr || String(tried.error)}`
}

/** What the story printed last, as JSON. */
export function onSmallDisk(sizeMb: number, story: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'hall-disk-'))
  try {
    const script = join(import.meta.dirname, story)
    const args = ['-rm', 'sh', '-c', MOUNT, 'sh', `${String(sizeMb)}m`, folder, process.execPath, script]
    const done = spawnSync('unshare', args, { encoding: 'utf8' })
    if (done.status !== 0) throw new Error(`the story ended with ${String(done.status)}: ${done.stderr}`)
    return JSON.parse(done.stdout.trim().split('\n').at(-1) ?? '')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
