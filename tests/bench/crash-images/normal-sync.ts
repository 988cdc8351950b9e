// Preloaded into the control: the ledger as it would be with the driver's own default, in this process's threads too.
import { registerHooks } from 'node:module'
import { applyEdit } from '../../simulation/module-hooks.ts'

const DRIVER = 'src-main/db-worker/driver.ts'
const edits = [
  { file: DRIVER, find: 'PRAGMA synchronous = FULL;', replace: 'PRAGMA synchronous = NORMAL;' },
  { file: DRIVER, find: 'const FULL = 2', replace: 'const FULL = 1' },
]

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith(DRIVER) || loaded.source == null) return loaded
    return { ...loaded, source: edits.reduce(applyEdit, Buffer.from(loaded.source as Uint8Array).toString()) }
  },
})
