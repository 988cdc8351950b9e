// Reads a workbook back without the library that wrote it: a ZIP of XML parts.
import { inflateRawSync } from 'node:zlib'

const CENTRAL = 0x02014b50

/** Files of a ZIP by name, from its central directory. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  for (let at = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2])); at >= 0 && zip.readUInt32LE(at) === CENTRAL;) {
    const [method, packed, nameLength] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)]
    const local = zip.readUInt32LE(at + 42)
    const begins = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(begins, begins + packed)
    files.set(zip.toString('utf8', at + 46, at + 46 + nameLength), method === 0 ? bytes : inflateRawSync(bytes))
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return files
}

/** Rows of the first sheet: numbers as numbers, words as text, null where a cell is empty. */
export function readSheet(workbook: Buffer): (number | string | null)[][] {
  const files = unzip(workbook)
  const part = (name: string): string => files.get(name)?.toString('utf8') ?? ''
  const shared = [...part('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, inner = '']) => textOf(inner))
  return [...part('xl/worksheets/sheet1.xml').matchAll(/<row[^>]*>(.*?)<\/row>/gs)].map(([, row = '']) => {
    const cells: (number | string | null)[] = []
    for (const [, attributes = '', inner = ''] of row.matchAll(/<c([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const value = /<v>(.*?)<\/v>/s.exec(inner)?.[1]
      const isShared = attributes.includes('t="s"')
      const column = columnOf(/r="([A-Z]+)\d+"/.exec(attributes)?.[1] ?? 'A')
      while (cells.length < column) cells.push(null)
      cells.push(isShared ? (shared[Number(value)] ?? null) : inner.includes('<is>') ? textOf(inner) : value === undefined ? null : Number(value))
    }
    return cells
  })
}

const textOf = (xml: string): string => [...xml.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, words = '']) => words).join('')
const columnOf = (letters: string): number => [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1
