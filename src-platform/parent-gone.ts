import { fstatSync } from 'node:fs'

/**
 * Calls back once when whoever started this process is gone: its IPC channel closed, or the pipe it holds as our stdin ended.
 * A terminal or /dev/null as stdin says nothing.
 */
export function whenParentGone(callback: () => void): void {
  if (process.channel != null) process.once('disconnect', callback)
  if (!isHeldByParent()) return
  process.stdin.once('end', callback).once('close', callback).once('error', callback)
  process.stdin.resume()
}

function isHeldByParent(): boolean {
  try {
    const stdin = fstatSync(0)
    return stdin.isFIFO() || stdin.isSocket()
  } catch {
    // Started with stdin closed altogether: nobody holds it.
    return false
  }
}
