// What the graphics card needs to draw all movers in one call: a program, one texture, one buffer of instances.
import type { Atlas } from './mover-atlas.ts'
import { STRIDE } from './mover-tracks.ts'
import type { Packed } from './mover-tracks.ts'

const pictures = (count: number): string => `#version 300 es
uniform mat4 u_matrix;
uniform vec2 u_pane;
uniform float u_progress;
uniform vec4 u_cells[${count}];
uniform float u_edges[${count}];
in vec2 a_corner;
in vec4 a_path;
in vec3 a_pose;
out vec2 v_at;
void main() {
  int picture = int(a_pose.z + 0.5);
  vec4 place = u_matrix * vec4(mix(a_path.xy, a_path.zw, u_progress), 0.0, 1.0);
  vec2 px = a_corner * u_edges[picture];
  vec2 turned = vec2(px.x * a_pose.y - px.y * a_pose.x, px.x * a_pose.x + px.y * a_pose.y);
  gl_Position = vec4(place.xy / place.w + turned * vec2(2.0, -2.0) / u_pane, 0.0, 1.0);
  v_at = mix(u_cells[picture].xy, u_cells[picture].zw, a_corner + 0.5);
}`
const SURFACE = `#version 300 es
precision mediump float;
uniform sampler2D u_atlas;
in vec2 v_at;
out vec4 colour;
void main() {
  colour = texture(u_atlas, v_at);
}`

const CORNERS = new Float32Array([-0.5, -0.5, 0.5, -0.5, -0.5, 0.5, 0.5, 0.5])
const FLOAT_BYTES = 4

export interface Frame {
  readonly matrix: Float32Array
  readonly progress: number
  /** Device px. */
  readonly width: number
  readonly height: number
}

export interface MoverProgram {
  wear(atlas: Atlas): void
  /** One write into the buffer, which grows when it has to. */
  load(packed: Packed): void
  draw(frame: Frame): void
  delete(): void
}

export function createMoverProgram(gl: WebGL2RenderingContext, pictureCount: number): MoverProgram {
  const program = linked(gl, pictures(pictureCount), SURFACE)
  const [corners, instances] = [gl.createBuffer(), gl.createBuffer()]
  const [texture, vertices] = [gl.createTexture(), gl.createVertexArray()]
  gl.bindVertexArray(vertices)
  attribute(gl, corners, gl.getAttribLocation(program, 'a_corner'), { size: 2, stride: 0, offset: 0, each: 0 })
  gl.bufferData(gl.ARRAY_BUFFER, CORNERS, gl.STATIC_DRAW)
  const stride = STRIDE * FLOAT_BYTES
  attribute(gl, instances, gl.getAttribLocation(program, 'a_path'), { size: 4, stride, offset: 0, each: 1 })
  attribute(gl, instances, gl.getAttribLocation(program, 'a_pose'), { size: 3, stride, offset: 4 * FLOAT_BYTES, each: 1 })
  gl.bindVertexArray(null)
  const uniform = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(program, name)
  const [matrix, pane, progress, cells, edges] = ['u_matrix', 'u_pane', 'u_progress', 'u_cells', 'u_edges'].map(uniform)
  let room = 0
  let count = 0
  return {
    wear(atlas) {
      gl.useProgram(program)
      gl.uniform4fv(cells ?? null, atlas.cells)
      gl.uniform1fv(edges ?? null, atlas.edges)
      uploadAtlas(gl, texture, atlas.canvas)
    },
    load(packed) {
      gl.bindBuffer(gl.ARRAY_BUFFER, instances)
      if (packed.floats.length > room) {
        room = 2 ** Math.ceil(Math.log2(packed.floats.length))
        gl.bufferData(gl.ARRAY_BUFFER, room * FLOAT_BYTES, gl.DYNAMIC_DRAW)
      }
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, packed.floats)
      count = packed.count
    },
    draw(frame) {
      if (count === 0) return
      gl.useProgram(program)
      gl.bindVertexArray(vertices)
      gl.activeTexture(gl.TEXTURE0)
      gl.bindTexture(gl.TEXTURE_2D, texture)
      gl.disable(gl.DEPTH_TEST)
      gl.uniformMatrix4fv(matrix ?? null, false, frame.matrix)
      gl.uniform2f(pane ?? null, frame.width, frame.height)
      gl.uniform1f(progress ?? null, frame.progress)
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count)
      gl.bindVertexArray(null)
    },
    delete() {
      gl.deleteProgram(program)
      gl.deleteTexture(texture)
      gl.deleteVertexArray(vertices)
      for (const buffer of [corners, instances]) gl.deleteBuffer(buffer)
    },
  }
}

interface Layout {
  readonly size: number
  readonly stride: number
  readonly offset: number
  /** 1: a value for each instance, 0: for each corner. */
  readonly each: 0 | 1
}

function attribute(gl: WebGL2RenderingContext, buffer: WebGLBuffer, place: number, { size, stride, offset, each }: Layout): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
  gl.enableVertexAttribArray(place)
  gl.vertexAttribPointer(place, size, gl.FLOAT, false, stride, offset)
  gl.vertexAttribDivisor(place, each)
}

function uploadAtlas(gl: WebGL2RenderingContext, texture: WebGLTexture, canvas: HTMLCanvasElement): void {
  gl.activeTexture(gl.TEXTURE0)
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false)
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true)
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, canvas)
  for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE)
  for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.LINEAR)
}

function linked(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram()
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(kind)
    // Only a lost context makes none; then nothing is drawn, and all of this is made anew when it comes back.
    if (shader === null) continue
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
    gl.deleteShader(shader)
  }
  gl.linkProgram(program)
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true && !gl.isContextLost())
    throw new Error(`movers: ${gl.getProgramInfoLog(program) ?? 'no program'}`)
  return program
}
