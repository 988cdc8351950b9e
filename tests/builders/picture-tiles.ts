// Picture tiles for archives: PNG that any browser shows, JPEG and WebP as far as their structure goes.
import { pngOf } from '#platform/simulator/photograph/png.ts'

/** A checked square in two shades of a colour, so that where one tile ends can be seen. */
export function pngTile(side = 256, [red, green, blue]: readonly [number, number, number] = [60, 160, 90]): Buffer {
  const rows = Buffer.alloc((side * 3 + 1) * side)
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const shade = ((x >> 5) + (y >> 5)) % 2 === 0 ? 1 : 0.7
      rows.set([red * shade, green * shade, blue * shade], y * (side * 3 + 1) + 1 + x * 3)
    }
  }
  return pngOf(side, side, rows)
}

/** Start, an application segment, the frame with its size, a scan, the end. */
export function jpegTile(side = 256): Buffer {
  const [high, low] = [side >> 8, side & 0xff]
  const frame = [0xff, 0xc0, 0, 11, 8, high, low, high, low, 1, 1, 0x11, 0]
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0x34]
  return Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, ...frame, ...scan, 0xff, 0xd9])
}

/** A lossless WebP's head and as many bytes as it says. */
export function webpTile(side = 256): Buffer {
  const data = Buffer.alloc(12)
  data.writeUInt8(0x2f)
  data.writeUInt32LE(side - 1 + ((side - 1) << 14), 1)
  const body = Buffer.concat([Buffer.from('WEBPVP8L'), Buffer.from([data.length, 0, 0, 0]), data])
  const head = Buffer.from('RIFF\0\0\0\0')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}
