// OpenStreetMap XML, read as a stream. The file is a stranger's: no document type, no deep nesting, bounded counts.
import { SaxesParser } from 'saxes'
import type { SaxesTagPlain } from 'saxes'
import { ok, refuse, RefusalError } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { refuseIo } from '../input-file.ts'
import { decodedPieces } from '../text-encoding.ts'
import type { Position, Tags } from './shape.ts'

export interface OsmWay {
  readonly id: string
  readonly tags: Tags
  readonly nodes: readonly string[]
}

export interface OsmRelation {
  readonly id: string
  readonly tags: Tags
  readonly members: readonly { readonly type: string; readonly ref: string; readonly role: string }[]
}

export interface OsmData {
  readonly attribution: string | null
  readonly bounds: [number, number, number, number] | null
  readonly nodes: ReadonlyMap<string, Position>
  readonly points: readonly { readonly id: string; readonly tags: Tags }[]
  readonly ways: ReadonlyMap<string, OsmWay>
  readonly relations: readonly OsmRelation[]
}

/** Bounds of what one import may hold in memory; a province's extract belongs cut into towns first. */
export const osmLimits = { depth: 8, elements: 5_000_000, nodesPerWay: 50_000, tagLength: 1_000, tagsPerElement: 500 }

const ID = /^-?\d{1,19}$/

interface Open {
  readonly kind: 'node' | 'way' | 'relation'
  readonly id: string
  readonly tags: Map<string, string>
  readonly nodes: string[]
  readonly members: { type: string; ref: string; role: string }[]
}

class OsmCollector {
  readonly nodes = new Map<string, Position>()
  readonly points: { id: string; tags: Tags }[] = []
  readonly ways = new Map<string, OsmWay>()
  readonly relations: OsmRelation[] = []
  attribution: string | null = null
  bounds: [number, number, number, number] | null = null
  #path: string[] = []
  #open: Open | null = null
  #elements = 0

  enter(tag: SaxesTagPlain): void {
    this.#path.push(tag.name)
    if (this.#path.length > osmLimits.depth) throw tooMuch(`depth ${osmLimits.depth}`)
    const at = tag.attributes
    if (this.#path.length === 1) this.#root(tag)
    else if (tag.name === 'node' || tag.name === 'way' || tag.name === 'relation') this.#begin(tag.name, at)
    else if (tag.name === 'bounds') this.bounds = boundsOf(at)
    else if (this.#open !== null) this.#inside(this.#open, tag.name, at)
  }

  leave(name: string): void {
    this.#path.pop()
    const open = this.#open
    if (open?.kind !== name || this.#path.length !== 1) return
    this.#open = null
    if (open.kind === 'way') this.ways.set(open.id, { id: open.id, tags: open.tags, nodes: open.nodes })
    else if (open.kind === 'relation') this.relations.push({ id: open.id, tags: open.tags, members: open.members })
    else if (open.tags.size > 0) this.points.push({ id: open.id, tags: open.tags })
  }

  #root(tag: SaxesTagPlain): void {
    if (tag.name !== 'osm')
      throw new RefusalError({ code: 'bad-file', detail: `the root element is <${tag.name.slice(0, 40)}>, expected <osm>` })
    if (
      /openstreetmap/i.test(
        `${tag.attributes.copyright ?? ''} ${tag.attributes.attribution ?? ''} ${tag.attributes.generator ?? ''}`,
      )
    ) {
      this.attribution = OSM_ATTRIBUTION
    }
  }

  #begin(kind: Open['kind'], at: Record<string, string>): void {
    this.#elements += 1
    if (this.#elements > osmLimits.elements) throw tooMuch(`${osmLimits.elements} elements`)
    this.#open = null
    const id = at.id ?? ''
    if (!ID.test(id) || at.visible === 'false' || at.action === 'delete') return
    if (kind === 'node') {
      const position = positionOf(at)
      if (position === null) return
      this.nodes.set(id, position)
    }
    this.#open = { kind, id, tags: new Map(), nodes: [], members: [] }
  }

  #inside(open: Open, name: string, at: Record<string, string>): void {
    if (name === 'tag' && at.k !== undefined && at.v !== undefined) {
      const { tagLength, tagsPerElement } = osmLimits
      if (open.tags.size < tagsPerElement) open.tags.set(at.k.slice(0, tagLength), at.v.slice(0, tagLength))
    } else if (name === 'nd' && at.ref !== undefined) {
      if (open.nodes.length >= osmLimits.nodesPerWay) throw tooMuch(`way ${open.id}: ${osmLimits.nodesPerWay} nodes`)
      open.nodes.push(at.ref)
    } else if (name === 'member' && at.ref !== undefined) {
      if (open.members.length >= osmLimits.nodesPerWay) throw tooMuch(`relation ${open.id}: ${osmLimits.nodesPerWay} members`)
      open.members.push({ type: at.type ?? '', ref: at.ref, role: at.role ?? '' })
    }
  }
}

export const OSM_ATTRIBUTION = '© OpenStreetMap contributors, ODbL 1.0'

/** Reads the whole file. Refused: `file-not-readable`, `bad-file` (not OSM, not well formed, a document type), `too-large`. */
export async function readOsm(path: string): Promise<Result<OsmData>> {
  const collector = new OsmCollector()
  const parser = new SaxesParser({ xmlns: false, position: true })
  parser.on('error', (error) => {
    throw new RefusalError({ code: 'bad-file', detail: `XML: ${error.message}` })
  })
  parser.on('doctype', () => {
    throw new RefusalError({ code: 'bad-file', detail: 'a document type (<!DOCTYPE>) is not read' })
  })
  parser.on('opentag', (tag) => {
    collector.enter(tag)
  })
  parser.on('closetag', (tag) => {
    collector.leave(tag.name)
  })
  try {
    for await (const piece of decodedPieces(path, 'utf-8')) parser.write(piece)
    parser.close()
  } catch (error) {
    return error instanceof RefusalError ? { ok: false, error: error.refusal } : refuseIo(path, error)
  }
  if (collector.nodes.size === 0) return refuse('bad-file', 'no nodes: not an OpenStreetMap extract')
  return ok(collector)
}

function positionOf(at: Record<string, string>): Position | null {
  const lng = Number(at.lon)
  const lat = Number(at.lat)
  const known = (at.lon ?? '') !== '' && (at.lat ?? '') !== ''
  return known && Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? [lng, lat] : null
}

function boundsOf(at: Record<string, string>): [number, number, number, number] | null {
  const southWest = positionOf({ lon: at.minlon ?? '', lat: at.minlat ?? '' })
  const northEast = positionOf({ lon: at.maxlon ?? '', lat: at.maxlat ?? '' })
  if (southWest === null || northEast === null) return null
  return southWest[0] < northEast[0] && southWest[1] < northEast[1] ? [...southWest, ...northEast] : null
}

function tooMuch(limit: string): RefusalError {
  return new RefusalError({ code: 'too-large', detail: `more than ${limit}` })
}
