// What a file is by its first bytes, where it is no text at all: whoever exported it took the wrong kind, or only renamed it.

const signs: readonly (readonly [bytes: string, words: string])[] = [
  ['504b0304', 'it is a ZIP archive or a workbook (xlsx); unpack it, or save the sheet as CSV'],
  ['d0cf11e0', 'it is a workbook of an old kind (xls); save the sheet as CSV'],
  ['1f8b', 'it is compressed (gzip); unpack it first'],
  ['28b52ffd', 'it is compressed (zstd); unpack it first'],
  ['377abcaf', 'it is a 7z archive; unpack it first'],
  ['52617221', 'it is a RAR archive; unpack it first'],
  ['25504446', 'it is a PDF; export the table as CSV'],
  ['0000270a', 'it is a shapefile; convert it to GeoJSON in EPSG:4326 (ogr2ogr -t_srs EPSG:4326 FILE.geojson FILE.shp)'],
  ['53514c69746520666f726d6174', 'it is a SQLite database or GeoPackage; export the layer as GeoJSON in EPSG:4326'],
  ['feff', 'it is utf-16be; save it as UTF-8'],
]

/** Words for whoever chose the file; null for what may be text. */
export function signOf(head: Buffer): string | null {
  const start = head.subarray(0, 16).toString('hex')
  return signs.find(([bytes]) => start.startsWith(bytes))?.[1] ?? null
}
