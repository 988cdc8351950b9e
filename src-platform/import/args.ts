import { parseArgs } from 'node:util'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

export const help = `npm run import -- KIND FILE [options]

  basemap FILE.osm|.geojson|.pmtiles|.mbtiles
                              roads, water, green, buildings, streets and places of the hall's map; of vector tiles
                              (OpenMapTiles, Protomaps, Shortbread) the finest zoom is read; tiles of pictures (PNG,
                              JPEG, WebP) are laid muted beneath everything else, every zoom, at most 256 MiB
      --name NAME             name of the map; the file's name unless given
      --attribution TEXT      what every map must show; OpenStreetMap's own unless given
      --profile PROFILE.json  GeoJSON only: how its properties become tags

  cases FILE.csv              requests of another system, running or finished
      --profile PROFILE.json  columns, time zone, formats, classes, departments, states (required)
      --grids FILE.geojson    zones that become unit grids; a case lies in the one around its point
      --out DIR               where FILE.csv.refused.csv goes; the present folder unless given

  components FILE.geojson|.csv   lamps, bins, hydrants and the like, as managed components
      --profile PROFILE.json  key, code, class, state and owners of each (required)
      --grids FILE.geojson    zones that become unit grids; the hall's own grids unless given
      --out DIR               where FILE.refused.csv goes, and PROFILE.codes.json, which keeps made codes for the next
                              import; the present folder unless given

  grids FILE.geojson          polygons as unit grids
      --profile PROFILE.json  codes and names of the grids (required)
      --out DIR               where FILE.refused.csv goes; the present folder unless given

  town --osm FILE.osm         a whole town on a real map, for a hall started with --town none: unit grids, communities, duty grids,
                              components along the roads, departments, cameras, vehicles, people (demonstration PIN)
      --name NAME             name of the town; the file's name unless given
      --district DDDDDD       division code its codes begin with; 990101 unless given
      --attribution TEXT      what every map must show; OpenStreetMap's own unless given

  --platform-url URL          the platform; the hall running on this machine unless given
  --platform-ca FILE          PEM of the authority behind the platform's certificate, where this machine does not know it
  --token-file FILE           file with the administrator's token
  --data-dir DIR              data folder of this machine's hall (~/.local/share/wanmi-hall)
  --dry-run                   reads and checks everything, sends nothing
  --help                      this text

Sending again adds nothing: rows that are there already are counted as unchanged.
Profiles that come with the hall: resources/import-profiles.
Exit codes: 0 imported (refused rows are listed), 1 nothing was imported, 2 wrong arguments.`

/** Every kind with the options that belong to it alone, and whether it needs a profile. */
const kinds = {
  basemap: { own: ['name', 'attribution', 'profile'], needsProfile: false },
  cases: { own: ['profile', 'grids', 'out'], needsProfile: true },
  components: { own: ['profile', 'grids', 'out'], needsProfile: true },
  grids: { own: ['profile', 'out'], needsProfile: true },
  town: { own: ['osm', 'name', 'district', 'attribution'], needsProfile: false },
} as const satisfies Record<string, { own: readonly OwnOption[]; needsProfile: boolean }>

type OwnOption = 'name' | 'attribution' | 'profile' | 'grids' | 'out' | 'osm' | 'district'
const ownOptions: readonly OwnOption[] = ['name', 'attribution', 'profile', 'grids', 'out', 'osm', 'district']

export type ImportKind = keyof typeof kinds
const isKind = (text: string | undefined): text is ImportKind => text !== undefined && Object.hasOwn(kinds, text)

export interface ImportArgs {
  readonly kind: ImportKind
  readonly file: string
  readonly name: string | undefined
  readonly attribution: string | undefined
  readonly profile: string | undefined
  readonly grids: string | undefined
  readonly district: string | undefined
  readonly out: string
  readonly platformUrl: string | undefined
  readonly platformCa: string | undefined
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
  'osm': text,
  'district': text,
  'platform-url': text,
  'platform-ca': text,
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
    positionals: [kind, named, ...rest],
  } = given
  if (values.help === true || kind === 'help') return ok('help')
  if (!isKind(kind)) return refuse('bad-arguments', `"${kind ?? ''}" is no kind; ${Object.keys(kinds).join(', ')}`)
  const file = named ?? values.osm
  if (file === undefined) return refuse('bad-arguments', `${kind}: which file?`)
  const more = [...rest, ...(named === undefined || values.osm === undefined ? [] : [values.osm])]
  if (more.length > 0) return refuse('bad-arguments', `one file at a time; not ${more.join(' ')}`)
  const own: readonly OwnOption[] = kinds[kind].own
  const foreign = ownOptions.find((key) => values[key] !== undefined && !own.includes(key))
  if (foreign !== undefined) return refuse('bad-arguments', `--${foreign} does not belong to ${kind}`)
  if (kinds[kind].needsProfile && values.profile === undefined)
    return refuse('bad-arguments', `${kind}: --profile PROFILE.json is required`)
  return ok({
    kind,
    file,
    name: values.name,
    attribution: values.attribution,
    profile: values.profile,
    grids: values.grids,
    district: values.district,
    out: values.out ?? '.',
    platformUrl: values['platform-url'],
    platformCa: values['platform-ca'],
    tokenFile: values['token-file'],
    dataDir: values['data-dir'],
    dryRun: values['dry-run'] === true,
  })
}
