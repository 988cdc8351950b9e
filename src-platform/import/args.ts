import { parseArgs } from 'node:util'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

export const help = `npm run import -- KIND FILE [options]

  basemap FILE.osm|.geojson   roads, water, green, buildings, streets and places of the hall's map
      --name NAME             name of the map; the file's name unless given
      --attribution TEXT      what every map must show; OpenStreetMap's own unless given
      --profile PROFILE.json  GeoJSON only: how its properties become tags

  cases FILE.csv              requests of another system, running or finished
      --profile PROFILE.json  columns, time zone, formats, classes, departments, states (required)
      --grids FILE.geojson    zones that become unit grids; a case lies in the one around its point
      --out DIR               where FILE.csv.refused.csv goes; the present folder unless given

  --platform-url URL          the platform; the hall running on this machine unless given
  --token-file FILE           file with the administrator's token
  --data-dir DIR              data folder of this machine's hall (~/.local/share/wanmi-hall)
  --dry-run                   reads and checks everything, sends nothing
  --help                      this text

Sending again adds nothing: rows that are there already are counted as unchanged.
Profiles that come with the hall: resources/import-profiles.
Exit codes: 0 imported (refused rows are listed), 1 nothing was imported, 2 wrong arguments.`

export interface ImportArgs {
  readonly kind: 'basemap' | 'cases'
  readonly file: string
  readonly name: string | undefined
  readonly attribution: string | undefined
  readonly profile: string | undefined
  readonly grids: string | undefined
  readonly out: string
  readonly platformUrl: string | undefined
  readonly tokenFile: string | undefined
  readonly dataDir: string | undefined
  readonly dryRun: boolean
}

const text = { type: 'string' } as const
const options = {
  'name': text,
  'attribution': text,
  'profile': text,
  'grids': text,
  'out': text,
  'platform-url': text,
  'token-file': text,
  'data-dir': text,
  'dry-run': { type: 'boolean' },
  'help': { type: 'boolean', short: 'h' },
} as const

/** The arguments, `help` when asked for, or `bad-arguments` with what is wrong. */
export function readArgs(argv: readonly string[]): Result<ImportArgs | 'help'> {
  let given
  try {
    given = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    return refuse('bad-arguments', error instanceof Error ? error.message : String(error))
  }
  const {
    values,
    positionals: [kind, file, ...rest],
  } = given
  if (values.help === true || kind === 'help') return ok('help')
  if (kind !== 'basemap' && kind !== 'cases') return refuse('bad-arguments', `"${kind ?? ''}" is no kind; basemap or cases`)
  if (file === undefined) return refuse('bad-arguments', `${kind}: which file?`)
  if (rest.length > 0) return refuse('bad-arguments', `one file at a time; not ${rest.join(' ')}`)
  const foreign = (kind === 'basemap' ? (['grids', 'out'] as const) : (['name', 'attribution'] as const)).find(
    (key) => values[key] !== undefined,
  )
  if (foreign !== undefined) return refuse('bad-arguments', `--${foreign} does not belong to ${kind}`)
  if (kind === 'cases' && values.profile === undefined)
    return refuse('bad-arguments', 'cases: --profile PROFILE.json is required')
  return ok({
    kind,
    file,
    name: values.name,
    attribution: values.attribution,
    profile: values.profile,
    grids: values.grids,
    out: values.out ?? '.',
    platformUrl: values['platform-url'],
    tokenFile: values['token-file'],
    dataDir: values['data-dir'],
    dryRun: values['dry-run'] === true,
  })
}
