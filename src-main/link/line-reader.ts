const MAX_LINE_BYTES = 64 * 1024 * 1024

/** Lines of an NDJSON stream as they arrive; a line that never ends is refused before it eats the memory. */
export async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true })
    let end = rest.indexOf('\n')
    while (end >= 0) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 1)
      if (line !== '') yield line
      end = rest.indexOf('\n')
    }
    if (rest.length > MAX_LINE_BYTES) throw new RangeError('line too long')
  }
}
