# One MViT block, in 2-D and 3-D. Tokens are [B, L, C]: an optional cls token, then the grid T x H x W in row-major
# order (T = 1 for images). An absent parameter is a tensor without elements.
#
# Integers p of a block: 0 cls (0 or 1), 1..3 grid T H W, 4 heads, 5..7 query stride, 8..10 key/value stride,
# 11 window in input tokens (0: global), 12 residual pooling (0 or 1), 13 width change in attention (0 or 1),
# 14 pooling without parameters is maximum (1) or average (0), 15..17 its query kernel, 18..20 its key/value kernel

# Stem: [B, 3, H, W] or [B, 3, T, H, W] to tokens. p = stride t h w, padding t h w
def patch_embed(x: Tensor, weight: Tensor, bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  if weight.dim() == 4:
    y = torch.conv2d(x, weight, bias, n[1:3], n[4:6], [1, 1], 1)
  else:
    y = torch.conv3d(x, weight, bias, n[0:3], n[3:6], [1, 1, 1], 1)
  return torch.contiguous(torch.transpose(torch.flatten(y, 2), 1, 2))

# Grid tokens. A slice of everything would cost a zero-filled gradient.
def without_cls(x: Tensor, cls: int) -> Tensor:
  if cls > 0:
    return x[:, cls:]
  return x

# Shared by all heads: depthwise convolution over the grid, then LayerNorm over the head; the cls token is normed only.
# x [B, L, D] to [B, L', heads, D / heads]
def pool(x: Tensor, weight: Tensor, norm_weight: Tensor, norm_bias: Tensor, cls: int, grid: List[int], heads: int, stride: List[int], plain: List[int], max_mode: int) -> Tensor:
  b = x.size(0)
  d = x.size(2)
  hd = d // heads
  if weight.numel() == 0:
    y = x
    if plain[0] * plain[1] * plain[2] > 1 or stride[0] * stride[1] * stride[2] > 1:
      y = self.plain_pool(x, cls, grid, stride, plain, max_mode)
    return torch.reshape(y, [b, -1, heads, hd])
  y = torch.reshape(self.without_cls(x, cls), [b, grid[0], grid[1], grid[2], d])
  if weight.dim() == 4:
    y = self.depthwise2d(torch.squeeze(y, 1), torch.repeat(weight, [heads, 1, 1, 1]), stride)
  else:
    y = self.depthwise3d(y, torch.repeat(weight, [heads, 1, 1, 1, 1]), stride)
  y = torch.reshape(y, [b, -1, d])
  if cls > 0:
    y = torch.cat([x[:, 0:1], y], 1)
  y = torch.view(y, [b, -1, heads, hd])
  return torch.layer_norm(y, [hd], norm_weight, norm_bias, 1e-06, False)

# Pooling without parameters or norm: the maximum, or the average with the padding counted; cls goes by.
def plain_pool(x: Tensor, cls: int, grid: List[int], stride: List[int], kernel: List[int], max_mode: int) -> Tensor:
  y = torch.view(torch.contiguous(self.without_cls(x, cls)), [x.size(0), grid[0], grid[1], grid[2], x.size(2)])
  y = torch.permute(y, [0, 4, 1, 2, 3])
  pad = [kernel[0] // 2, kernel[1] // 2, kernel[2] // 2]
  if max_mode > 0:
    y = torch.max_pool3d(y, kernel, stride, pad, [1, 1, 1], False)
  else:
    y = torch.avg_pool3d(y, kernel, stride, pad, False, True, None)
  y = torch.transpose(torch.flatten(y, 2), 1, 2)
  if cls > 0:
    y = torch.cat([x[:, 0:1], y], 1)
  return y

# [N, H, W, D] in channels-last memory, weight [D, 1, kh, kw]
def depthwise2d(x: Tensor, weight: Tensor, stride: List[int]) -> Tensor:
  pad = [weight.size(2) // 2, weight.size(3) // 2]
  y = torch.conv2d(torch.permute(x, [0, 3, 1, 2]), weight, None, stride[1:3], pad, [1, 1], x.size(3))
  return torch.contiguous(torch.permute(y, [0, 2, 3, 1]))

# [B, T, H, W, D], weight [D, 1, kt, kh, kw]. With temporal stride 1 this is one 2-D convolution of all frames for each
# temporal tap, added with a shift in time: the engine's 2-D depthwise kernel is far ahead of its 3-D one.
def depthwise3d(x: Tensor, weight: Tensor, stride: List[int]) -> Tensor:
  b = x.size(0)
  t = x.size(1)
  kt = weight.size(2)
  if stride[0] != 1 or kt % 2 == 0:
    pad = [kt // 2, weight.size(3) // 2, weight.size(4) // 2]
    y = torch.conv3d(torch.permute(x, [0, 4, 1, 2, 3]), weight, None, stride, pad, [1, 1, 1], x.size(4))
    return torch.contiguous(torch.permute(y, [0, 2, 3, 4, 1]))
  frames = torch.flatten(x, 0, 1)
  mid = kt // 2
  center = self.depthwise2d(frames, torch.select(weight, 2, mid), stride)
  y = torch.view(center, [b, t, center.size(1), center.size(2), center.size(3)])
  parts = annotate(List[Tensor], [])
  for k in range(kt):
    shift = k - mid
    if shift != 0 and abs(shift) < t:
      z = torch.view(self.depthwise2d(frames, torch.select(weight, 2, k), stride), y.size())
      if shift < 0:
        y = torch.add(y, torch.constant_pad_nd(z[:, 0:t + shift], [0, 0, 0, 0, 0, 0, -shift, 0], 0))
      else:
        y = torch.add(y, torch.constant_pad_nd(z[:, shift:], [0, 0, 0, 0, 0, 0, 0, shift], 0))
  return y

# The terms of a decomposed relative position table between q queries and k keys along one axis: [q, k, hd].
# The table is resampled to 2 max(q, k) - 1 rows when it has another number; the index is computed in float32.
def relative(table: Tensor, q: int, k: int) -> Tensor:
  rows = 2 * max(q, k) - 1
  t = table
  if table.size(0) != rows:
    t = torch.unsqueeze(torch.transpose(table, 0, 1), 0)
    t = torch.transpose(torch.squeeze(torch.upsample_linear1d(t, [rows], False, None), 0), 0, 1)
  index = self.relative_index(q, k, table)
  return torch.view(torch.index_select(t, 0, torch.flatten(index)), [q, k, table.size(1)])

def relative_index(q: int, k: int, like: Tensor) -> Tensor:
  rq = max(float(k) / float(q), 1.)
  rk = max(float(q) / float(k), 1.)
  i = torch.mul(torch.unsqueeze(torch.arange(q, dtype=6, device=like.device), 1), rq)
  j = torch.mul(torch.unsqueeze(torch.arange(k, dtype=6, device=like.device), 0), rk)
  return torch.to(torch.add(torch.sub(i, j), float(k - 1) * rk), 4)

# p = queries, keys: the index map, for tests
def relative_index_map(like: Tensor, p: Tensor) -> Tensor:
  return self.relative_index(int(p[0]), int(p[1]), like)

# x [B, H, W, nh, hd] to [B * windows, w * w, nh, hd], padded with zeros at the right and bottom
def to_windows(x: Tensor, w: int) -> Tensor:
  b = x.size(0)
  right = (w - x.size(2) % w) % w
  bottom = (w - x.size(1) % w) % w
  y = x
  if right > 0 or bottom > 0:
    y = torch.constant_pad_nd(x, [0, 0, 0, 0, 0, right, 0, bottom], 0)
  rows = y.size(1) // w
  cols = y.size(2) // w
  y = torch.view(y, [b, rows, w, cols, w, -1])
  y = torch.permute(y, [0, 1, 3, 2, 4, 5])
  return torch.reshape(y, [b * rows * cols, w * w, x.size(3), x.size(4)])

# The inverse: [B * windows, w * w, D] to [B, H, W, D], cropped
def from_windows(x: Tensor, b: int, h: int, w: int, size: int) -> Tensor:
  rows = (h + size - 1) // size
  cols = (w + size - 1) // size
  y = torch.view(x, [b, rows, cols, size, size, -1])
  y = torch.permute(y, [0, 1, 3, 2, 4, 5])
  y = torch.reshape(y, [b, rows * size, cols * size, -1])
  if rows * size == h and cols * size == w:
    return y
  return y[:, 0:h, 0:w]

# Terms of every query with every key position along the three axes, from the unscaled query.
# q [n, grid, nh, hd]; results [n, nh, Lq, k] per axis. The vertical product reads q as it lies in memory.
def bias_terms(q: Tensor, rel_h: Tensor, rel_w: Tensor, rel_t: Tensor, qs: List[int], ks: List[int]) -> List[Tensor]:
  n = q.size(0)
  nh = q.size(2)
  g = torch.view(q, [n, qs[0], qs[1], qs[2], nh, q.size(3)])
  terms = annotate(List[Tensor], [])
  rows = torch.view(q, [n * qs[0], qs[1], qs[2] * nh, q.size(3)])
  by_row = torch.matmul(rows, torch.transpose(self.relative(rel_h, qs[1], ks[1]), 1, 2))
  by_row = torch.permute(torch.view(by_row, [n, qs[0] * qs[1] * qs[2], nh, ks[1]]), [0, 2, 1, 3])
  terms.append(torch.contiguous(by_row))
  terms.append(torch.reshape(torch.einsum("ntyxmc,xkc->nmtyxk", [g, self.relative(rel_w, qs[2], ks[2])], path=None), [n, nh, -1, ks[2]]))
  if rel_t.numel() > 0:
    terms.append(torch.reshape(torch.einsum("ntyxmc,tkc->nmtyxk", [g, self.relative(rel_t, qs[0], ks[0])], path=None), [n, nh, -1, ks[0]]))
  return terms

# softmax(q k / sqrt(hd) + bias) v without ever holding the bias of more than about a million query-key pairs.
# q, k, v [n, L, nh, hd]; cls rows and columns have no bias. Returns [n, Lq, nh, hd].
def attend(q: Tensor, k: Tensor, v: Tensor, terms: List[Tensor], cls: int, ks: List[int]) -> Tensor:
  n = q.size(0)
  nh = q.size(2)
  lq = q.size(1)
  lk = k.size(1)
  qt = torch.transpose(q, 1, 2)
  kt = torch.transpose(k, 1, 2)
  vt = torch.transpose(v, 1, 2)
  if len(terms) == 0:
    return torch.transpose(torch.scaled_dot_product_attention(qt, kt, vt, None, 0., False), 1, 2)
  out = torch.empty_like(q)
  if cls > 0:
    first = torch.scaled_dot_product_attention(qt[:, :, 0:1], kt, vt, None, 0., False)
    torch.copy_(out[:, 0:1], torch.transpose(first, 1, 2))
  budget = 1048576
  group = min(n, max(1, budget // (nh * lq * lk)))
  step = lq - cls
  if group == 1:
    step = min(step, max(64, budget // (nh * lk)))
  for i in range(0, n, group):
    i2 = min(n, i + group)
    for j in range(0, lq - cls, step):
      j2 = min(lq - cls, j + step)
      mask = torch.empty([i2 - i, nh, j2 - j, lk], dtype=q.dtype, device=q.device)
      inner = mask
      if cls > 0:
        torch.zero_(mask[:, :, :, 0:1])
        inner = mask[:, :, :, 1:]
      h = torch.unsqueeze(terms[0][i:i2, :, j:j2], 4)
      w = torch.unsqueeze(terms[1][i:i2, :, j:j2], 3)
      if len(terms) == 3:
        t = torch.unsqueeze(torch.unsqueeze(terms[2][i:i2, :, j:j2], 4), 5)
        both = torch.unsqueeze(torch.add(h, w), 3)
        m6 = torch.reshape(torch.add(both, t), [i2 - i, nh, j2 - j, ks[0] * ks[1] * ks[2]])
        torch.copy_(inner, m6)
      else:
        if cls > 0:
          torch.copy_(inner, torch.reshape(torch.add(h, w), [i2 - i, nh, j2 - j, ks[1] * ks[2]]))
        else:
          torch.add(h, w, alpha=1, out=torch.view(mask, [i2 - i, nh, j2 - j, ks[1], ks[2]]))
      o = torch.scaled_dot_product_attention(qt[i:i2, :, cls + j:cls + j2], kt[i:i2], vt[i:i2], mask, 0., False)
      torch.copy_(out[i:i2, cls + j:cls + j2], torch.transpose(o, 1, 2))
  return out

# The same with gradients: the bias is folded into the product. The terms join the query, one-hot key coordinates join
# the key, so that the fused kernel needs no mask and nothing of size Lq x Lk is kept for the backward pass.
def attend_folded(q: Tensor, k: Tensor, v: Tensor, terms: List[Tensor], cls: int, ks: List[int]) -> Tensor:
  hd = q.size(3)
  n = q.size(0)
  nh = q.size(2)
  qt = torch.transpose(q, 1, 2)
  kt = torch.transpose(k, 1, 2)
  vt = torch.transpose(v, 1, 2)
  if len(terms) == 0:
    return torch.transpose(torch.scaled_dot_product_attention(qt, kt, vt, None, 0., False), 1, 2)
  eye_h = torch.eye(ks[1], dtype=q.dtype, device=q.device)
  eye_w = torch.eye(ks[2], dtype=q.dtype, device=q.device)
  hot = annotate(List[Tensor], [])
  hot.append(torch.reshape(torch.expand(torch.view(eye_h, [1, ks[1], 1, ks[1]]), [ks[0], ks[1], ks[2], ks[1]]), [-1, ks[1]]))
  hot.append(torch.reshape(torch.expand(torch.view(eye_w, [1, 1, ks[2], ks[2]]), [ks[0], ks[1], ks[2], ks[2]]), [-1, ks[2]]))
  if len(terms) == 3:
    eye_t = torch.eye(ks[0], dtype=q.dtype, device=q.device)
    hot.append(torch.reshape(torch.expand(torch.view(eye_t, [ks[0], 1, 1, ks[0]]), [ks[0], ks[1], ks[2], ks[0]]), [-1, ks[0]]))
  coordinates = torch.cat(hot, 1)
  bias = torch.cat(terms, 3)
  e = bias.size(3)
  if cls > 0:
    coordinates = torch.constant_pad_nd(coordinates, [0, 0, cls, 0], 0)
    bias = torch.constant_pad_nd(bias, [0, 0, cls, 0], 0)
  scale = 1. / float(hd) ** 0.5
  q2 = torch.cat([torch.mul(qt, scale), bias], 3)
  k2 = torch.cat([kt, torch.expand(coordinates, [n, nh, k.size(1), e])], 3)
  v2 = torch.constant_pad_nd(vt, [0, e], 0)
  o = torch.scaled_dot_product_attention(q2, k2, v2, None, 0., False, scale=1.)
  return torch.transpose(o[:, :, :, 0:hd], 1, 2)

# Pooling attention up to, not including, the output projection. x is the normalised input; returns [B, L', D].
def pooling_attention(x: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, pool_q: Tensor, norm_q_weight: Tensor, norm_q_bias: Tensor, pool_k: Tensor, norm_k_weight: Tensor, norm_k_bias: Tensor, pool_v: Tensor, norm_v_weight: Tensor, norm_v_bias: Tensor, rel_h: Tensor, rel_w: Tensor, rel_t: Tensor, n: List[int], training: bool) -> Tensor:
  b = x.size(0)
  cls = n[0]
  grid = n[1:4]
  heads = n[4]
  sq = n[5:8]
  sk = n[8:11]
  window = n[11]
  d = qkv_weight.size(0) // 3
  hd = d // heads
  # three products instead of one: each result is contiguous, with heads innermost but for hd
  w = torch.split(qkv_weight, d, 0)
  c = torch.split(qkv_bias, d, 0)
  q = self.pool(self.linear(x, w[0], c[0]), pool_q, norm_q_weight, norm_q_bias, cls, grid, heads, sq, n[15:18], n[14])
  k = self.pool(self.linear(x, w[1], c[1]), pool_k, norm_k_weight, norm_k_bias, cls, grid, heads, sk, n[18:21], n[14])
  v = self.pool(self.linear(x, w[2], c[2]), pool_v, norm_v_weight, norm_v_bias, cls, grid, heads, sk, n[18:21], n[14])
  qs = [(grid[0] + sq[0] - 1) // sq[0], (grid[1] + sq[1] - 1) // sq[1], (grid[2] + sq[2] - 1) // sq[2]]
  ks = [(grid[0] + sk[0] - 1) // sk[0], (grid[1] + sk[1] - 1) // sk[1], (grid[2] + sk[2] - 1) // sk[2]]
  q2 = q
  k2 = k
  v2 = v
  qsize = qs
  ksize = ks
  if window > 0:
    qsize = [1, window // sq[1], window // sq[2]]
    ksize = [1, window // sk[1], window // sk[2]]
    q2 = self.to_windows(torch.view(q, [b, qs[1], qs[2], heads, hd]), qsize[1])
    k2 = self.to_windows(torch.view(k, [b, ks[1], ks[2], heads, hd]), ksize[1])
    v2 = self.to_windows(torch.view(v, [b, ks[1], ks[2], heads, hd]), ksize[1])
  terms = annotate(List[Tensor], [])
  if rel_h.numel() > 0:
    if cls > 0:
      terms = self.bias_terms(torch.contiguous(q2[:, cls:]), rel_h, rel_w, rel_t, qsize, ksize)
    else:
      terms = self.bias_terms(q2, rel_h, rel_w, rel_t, qsize, ksize)
  if training:
    o = self.attend_folded(q2, k2, v2, terms, cls, ksize)
  else:
    o = self.attend(q2, k2, v2, terms, cls, ksize)
  if window > 0:
    o = self.from_windows(torch.reshape(o, [o.size(0), -1, d]), b, qs[1], qs[2], qsize[1])
    o = torch.reshape(o, [b, -1, d])
  else:
    o = torch.reshape(o, [b, -1, d])
  if n[12] > 0:
    qr = torch.reshape(q, [b, -1, d])
    if training:
      if cls > 0:
        o = torch.cat([o[:, 0:1], torch.add(o[:, 1:], qr[:, 1:])], 1)
      else:
        o = torch.add(o, qr)
    else:
      torch.add_(o[:, cls:], qr[:, cls:])
  return o

# Max pooling of the shortcut: kernel 3 and padding 1 on every axis whose stride is above 1; cls goes by.
def pool_skip(x: Tensor, cls: int, grid: List[int], stride: List[int]) -> Tensor:
  b = x.size(0)
  c = x.size(2)
  y = torch.reshape(self.without_cls(x, cls), [b, grid[0], grid[1], grid[2], c])
  kernel = annotate(List[int], [])
  pad = annotate(List[int], [])
  for s in stride:
    if s > 1:
      kernel.append(s + 1)
      pad.append((s + 1) // 2)
    else:
      kernel.append(1)
      pad.append(0)
  if stride[0] == 1:
    frames = torch.permute(torch.flatten(y, 0, 1), [0, 3, 1, 2])
    z = torch.max_pool2d(frames, kernel[1:3], stride[1:3], pad[1:3], [1, 1], False)
    y = torch.permute(z, [0, 2, 3, 1])
  else:
    z = torch.max_pool3d(torch.permute(y, [0, 4, 1, 2, 3]), kernel, stride, pad, [1, 1, 1], False)
    y = torch.permute(z, [0, 2, 3, 4, 1])
  y = torch.reshape(y, [b, -1, c])
  if cls > 0:
    y = torch.cat([x[:, 0:1], y], 1)
  return y

# A block without gradients. x is consumed: it may be overwritten, and the result may share its memory.
def block(x: Tensor, norm1_weight: Tensor, norm1_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor, pool_q: Tensor, norm_q_weight: Tensor, norm_q_bias: Tensor, pool_k: Tensor, norm_k_weight: Tensor, norm_k_bias: Tensor, pool_v: Tensor, norm_v_weight: Tensor, norm_v_bias: Tensor, rel_h: Tensor, rel_w: Tensor, rel_t: Tensor, norm2_weight: Tensor, norm2_bias: Tensor, fc1_weight: Tensor, fc1_bias: Tensor, fc2_weight: Tensor, fc2_bias: Tensor, short_weight: Tensor, short_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  y = torch.layer_norm(x, [x.size(2)], norm1_weight, norm1_bias, 1e-06, False)
  s = x
  in_attention = short_weight.numel() > 0 and n[13] > 0
  if in_attention:
    s = self.linear(y, short_weight, short_bias)
  if n[5] * n[6] * n[7] > 1:
    s = self.pool_skip(s, n[0], n[1:4], n[5:8])
  y = self.pooling_attention(y, qkv_weight, qkv_bias, pool_q, norm_q_weight, norm_q_bias, pool_k, norm_k_weight, norm_k_bias, pool_v, norm_v_weight, norm_v_bias, rel_h, rel_w, rel_t, n, False)
  d = s.size(2)
  s2 = torch.view(s, [-1, d])
  torch.add_(s2, self.linear(torch.reshape(y, [-1, d]), proj_weight, proj_bias))
  hidden = fc1_weight.size(0)
  rows = max(256, 1572864 // hidden)
  if fc2_weight.size(0) == d:
    for i in range(0, s2.size(0), rows):
      part = s2[i:i + rows]
      h = torch.layer_norm(part, [d], norm2_weight, norm2_bias, 1e-06, False)
      torch.add_(part, self.linear(self.linear_gelu(h, fc1_weight, fc1_bias), fc2_weight, fc2_bias))
    return s
  out = annotate(List[Tensor], [])
  for i in range(0, s2.size(0), rows):
    h = torch.layer_norm(s2[i:i + rows], [d], norm2_weight, norm2_bias, 1e-06, False)
    o = self.linear(h, short_weight, short_bias)
    out.append(torch.add_(o, self.linear(self.linear_gelu(h, fc1_weight, fc1_bias), fc2_weight, fc2_bias)))
  return torch.view(torch.cat(out), [s.size(0), s.size(1), -1])

# A block with gradients, as two halves that can be recomputed one by one. keep [2, B, 1, 1] or empty: the drop path
# factors of the two branches. All three functions take the arguments of a block.
def block_train(x: Tensor, keep: Tensor, norm1_weight: Tensor, norm1_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor, pool_q: Tensor, norm_q_weight: Tensor, norm_q_bias: Tensor, pool_k: Tensor, norm_k_weight: Tensor, norm_k_bias: Tensor, pool_v: Tensor, norm_v_weight: Tensor, norm_v_bias: Tensor, rel_h: Tensor, rel_w: Tensor, rel_t: Tensor, norm2_weight: Tensor, norm2_bias: Tensor, fc1_weight: Tensor, fc1_bias: Tensor, fc2_weight: Tensor, fc2_bias: Tensor, short_weight: Tensor, short_bias: Tensor, p: Tensor) -> Tensor:
  x1 = self.attention_half(x, keep, norm1_weight, norm1_bias, qkv_weight, qkv_bias, proj_weight, proj_bias, pool_q, norm_q_weight, norm_q_bias, pool_k, norm_k_weight, norm_k_bias, pool_v, norm_v_weight, norm_v_bias, rel_h, rel_w, rel_t, norm2_weight, norm2_bias, fc1_weight, fc1_bias, fc2_weight, fc2_bias, short_weight, short_bias, p)
  return self.mlp_half(x1, keep, norm1_weight, norm1_bias, qkv_weight, qkv_bias, proj_weight, proj_bias, pool_q, norm_q_weight, norm_q_bias, pool_k, norm_k_weight, norm_k_bias, pool_v, norm_v_weight, norm_v_bias, rel_h, rel_w, rel_t, norm2_weight, norm2_bias, fc1_weight, fc1_bias, fc2_weight, fc2_bias, short_weight, short_bias, p)

# The attention branch and its shortcut.
def attention_half(x: Tensor, keep: Tensor, norm1_weight: Tensor, norm1_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor, pool_q: Tensor, norm_q_weight: Tensor, norm_q_bias: Tensor, pool_k: Tensor, norm_k_weight: Tensor, norm_k_bias: Tensor, pool_v: Tensor, norm_v_weight: Tensor, norm_v_bias: Tensor, rel_h: Tensor, rel_w: Tensor, rel_t: Tensor, norm2_weight: Tensor, norm2_bias: Tensor, fc1_weight: Tensor, fc1_bias: Tensor, fc2_weight: Tensor, fc2_bias: Tensor, short_weight: Tensor, short_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  y = torch.layer_norm(x, [x.size(2)], norm1_weight, norm1_bias, 1e-06, False)
  s = x
  if short_weight.numel() > 0 and n[13] > 0:
    s = self.linear(y, short_weight, short_bias)
  if n[5] * n[6] * n[7] > 1:
    s = self.pool_skip(s, n[0], n[1:4], n[5:8])
  y = self.pooling_attention(y, qkv_weight, qkv_bias, pool_q, norm_q_weight, norm_q_bias, pool_k, norm_k_weight, norm_k_bias, pool_v, norm_v_weight, norm_v_bias, rel_h, rel_w, rel_t, n, True)
  y = self.linear(y, proj_weight, proj_bias)
  if keep.numel() > 0:
    y = torch.mul(y, keep[0])
  return torch.add(s, y)

# The MLP branch and its shortcut; x is the result of the attention half.
def mlp_half(x: Tensor, keep: Tensor, norm1_weight: Tensor, norm1_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor, pool_q: Tensor, norm_q_weight: Tensor, norm_q_bias: Tensor, pool_k: Tensor, norm_k_weight: Tensor, norm_k_bias: Tensor, pool_v: Tensor, norm_v_weight: Tensor, norm_v_bias: Tensor, rel_h: Tensor, rel_w: Tensor, rel_t: Tensor, norm2_weight: Tensor, norm2_bias: Tensor, fc1_weight: Tensor, fc1_bias: Tensor, fc2_weight: Tensor, fc2_bias: Tensor, short_weight: Tensor, short_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  h = torch.layer_norm(x, [x.size(2)], norm2_weight, norm2_bias, 1e-06, False)
  s = x
  if short_weight.numel() > 0 and n[13] == 0:
    s = self.linear(h, short_weight, short_bias)
  h = self.linear(self.linear_gelu(h, fc1_weight, fc1_bias), fc2_weight, fc2_bias)
  if keep.numel() > 0:
    h = torch.mul(h, keep[1])
  return torch.add(s, h)

# ---- attention rollout ----

# Relevance r [1, L'] of a block's output tokens carried back to its input tokens, [1, L]. Half goes through the
# attention, mean of the heads, and half through the shortcut; a pooled token, key or output, stands for the tokens within
# half a stride of it. Never holds more than a few million attention weights.
def relevance(x: Tensor, r: Tensor, norm1_weight: Tensor, norm1_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor, pool_q: Tensor, norm_q_weight: Tensor, norm_q_bias: Tensor, pool_k: Tensor, norm_k_weight: Tensor, norm_k_bias: Tensor, pool_v: Tensor, norm_v_weight: Tensor, norm_v_bias: Tensor, rel_h: Tensor, rel_w: Tensor, rel_t: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  cls = n[0]
  grid = n[1:4]
  heads = n[4]
  sq = n[5:8]
  sk = n[8:11]
  d = qkv_weight.size(0) // 3
  y = torch.layer_norm(x, [x.size(2)], norm1_weight, norm1_bias, 1e-06, False)
  q = self.pool(self.linear(y, qkv_weight[0:d], qkv_bias[0:d]), pool_q, norm_q_weight, norm_q_bias, cls, grid, heads, sq, n[15:18], n[14])
  k = self.pool(self.linear(y, qkv_weight[d:2 * d], qkv_bias[d:2 * d]), pool_k, norm_k_weight, norm_k_bias, cls, grid, heads, sk, n[18:21], n[14])
  qs = [(grid[0] + sq[0] - 1) // sq[0], (grid[1] + sq[1] - 1) // sq[1], (grid[2] + sq[2] - 1) // sq[2]]
  ks = [(grid[0] + sk[0] - 1) // sk[0], (grid[1] + sk[1] - 1) // sk[1], (grid[2] + sk[2] - 1) // sk[2]]
  terms = annotate(List[Tensor], [])
  if rel_h.numel() > 0:
    terms = self.bias_terms(torch.contiguous(q[:, cls:]), rel_h, rel_w, rel_t, qs, ks)
  u = self.attended(q, k, r, terms, cls, ks)
  through = self.spread(u, cls, ks, grid, sk)
  past = self.spread(r, cls, qs, grid, sq)
  return torch.mul(torch.add(through, past), 0.5)

# r [1, Lq] times the mean over heads of softmax(q k / sqrt(hd) + bias), [1, Lk]. q, k [1, L, nh, hd]
def attended(q: Tensor, k: Tensor, r: Tensor, terms: List[Tensor], cls: int, ks: List[int]) -> Tensor:
  nh = q.size(2)
  lk = k.size(1)
  qt = torch.mul(torch.transpose(q, 1, 2), 1. / float(q.size(3)) ** 0.5)
  kt = torch.permute(k, [0, 2, 3, 1])
  u = torch.zeros([1, lk], dtype=q.dtype, device=q.device)
  if cls > 0:
    a = torch.mean(torch.softmax(torch.matmul(qt[:, :, 0:1], kt), 3), [1])
    u = torch.add(u, torch.squeeze(torch.matmul(torch.unsqueeze(r[:, 0:1], 1), a), 1))
  lq = q.size(1) - cls
  step = max(64, 4194304 // (nh * lk))
  for j in range(0, lq, step):
    j2 = min(lq, j + step)
    score = torch.matmul(qt[:, :, cls + j:cls + j2], kt)
    if len(terms) > 0:
      bias = torch.add(torch.unsqueeze(terms[0][:, :, j:j2], 4), torch.unsqueeze(terms[1][:, :, j:j2], 3))
      if len(terms) == 3:
        bias = torch.add(torch.unsqueeze(bias, 3), torch.unsqueeze(torch.unsqueeze(terms[2][:, :, j:j2], 4), 5))
      bias = torch.reshape(bias, [1, nh, j2 - j, lk - cls])
      score = torch.add(score, torch.constant_pad_nd(bias, [cls, 0], 0))
    a = torch.mean(torch.softmax(score, 3), [1])
    u = torch.add(u, torch.squeeze(torch.matmul(torch.unsqueeze(r[:, cls + j:cls + j2], 1), a), 1))
  return u

# What lies on the tokens of a pooled grid, spread in equal parts over the tokens within half a stride of each, the window
# of the shortcut's own pooling; cls goes by.
def spread(u: Tensor, cls: int, pooled: List[int], grid: List[int], stride: List[int]) -> Tensor:
  if stride[0] * stride[1] * stride[2] == 1:
    return u
  kernel = annotate(List[int], [])
  for s in stride:
    if s > 1:
      kernel.append(s + 1)
    else:
      kernel.append(1)
  m = torch.view(torch.contiguous(u[:, cls:]), [1, 1, pooled[0], pooled[1], pooled[2]])
  window = torch.ones([1, 1, kernel[0], kernel[1], kernel[2]], dtype=u.dtype, device=u.device)
  whole = torch.ones([1, 1, grid[0], grid[1], grid[2]], dtype=u.dtype, device=u.device)
  pad = [kernel[0] // 2, kernel[1] // 2, kernel[2] // 2]
  count = torch.conv3d(whole, window, None, stride, pad, [1, 1, 1], 1)
  rest = annotate(List[int], [])
  for i in range(3):
    rest.append(grid[i] - ((pooled[i] - 1) * stride[i] - 2 * pad[i] + kernel[i]))
  z = torch.conv_transpose3d(torch.div(m, count), window, None, stride, pad, rest, 1, [1, 1, 1])
  return torch.cat([u[:, 0:cls], torch.flatten(z, 1)], 1)

# Adds the absolute position [1, (1 +) S * S, C] resized to the grid, cls entry dropped. p = H, W, has cls entry
def add_absolute(x: Tensor, pos_embed: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  pos = pos_embed[:, n[2]:]
  size = int(float(pos.size(1)) ** 0.5 + 0.5)
  if size != n[0] or size != n[1]:
    square = torch.permute(torch.reshape(pos, [1, size, size, -1]), [0, 3, 1, 2])
    square = torch.upsample_bicubic2d(square, [n[0], n[1]], False, None, None)
    pos = torch.reshape(torch.permute(square, [0, 2, 3, 1]), [1, n[0] * n[1], -1])
  return torch.add(x, pos)

# Adds spatial [1, HW, C] and temporal [1, T, C] positions to every token and the class position to the cls token.
def add_separable(x: Tensor, spatial: Tensor, temporal: Tensor, class_position: Tensor) -> Tensor:
  t = temporal.size(1)
  hw = spatial.size(1)
  pos = torch.reshape(torch.add(torch.unsqueeze(spatial, 1), torch.unsqueeze(temporal, 2)), [1, t * hw, -1])
  if class_position.numel() > 0:
    pos = torch.cat([class_position, pos], 1)
  return torch.add(x, pos)

def prepend(x: Tensor, cls_token: Tensor) -> Tensor:
  return torch.cat([torch.expand(cls_token, [x.size(0), 1, x.size(2)]), x], 1)

# LayerNorm of the tokens as a feature map [B, C, H, W] whose memory is channels-last. p = H, W
def feature_map(x: Tensor, weight: Tensor, bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  y = torch.layer_norm(x, [x.size(2)], weight, bias, 1e-06, False)
  return torch.permute(torch.view(y, [x.size(0), n[0], n[1], -1]), [0, 3, 1, 2])

# A block of the plain vision transformer of ViTDet. Windows are cut, and padded with zeros, before the projection to
# q, k and v, so that padded positions take part with the projection's bias.
# x [B, H W, D]; keep [2, B, 1, 1] or empty; p = H, W, heads, window (0: global), training
def vit_block(x: Tensor, keep: Tensor, norm1_weight: Tensor, norm1_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor, rel_h: Tensor, rel_w: Tensor, norm2_weight: Tensor, norm2_bias: Tensor, fc1_weight: Tensor, fc1_bias: Tensor, fc2_weight: Tensor, fc2_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  b = x.size(0)
  d = x.size(2)
  heads = n[2]
  window = n[3]
  size = [1, n[0], n[1]]
  y = torch.layer_norm(x, [d], norm1_weight, norm1_bias, 1e-06, False)
  if window > 0:
    size = [1, window, window]
    y = torch.flatten(self.to_windows(torch.view(y, [b, n[0], n[1], 1, d]), window), 2)
  split = [y.size(0), y.size(1), heads, d // heads]
  q = torch.view(torch.linear(y, qkv_weight[0:d], qkv_bias[0:d]), split)
  k = torch.view(torch.linear(y, qkv_weight[d:2 * d], qkv_bias[d:2 * d]), split)
  v = torch.view(torch.linear(y, qkv_weight[2 * d:], qkv_bias[2 * d:]), split)
  terms = annotate(List[Tensor], [])
  if rel_h.numel() > 0:
    terms = self.bias_terms(q, rel_h, rel_w, torch.empty([0], dtype=x.dtype, device=x.device), size, size)
  if n[4] > 0:
    o = self.attend_folded(q, k, v, terms, 0, size)
  else:
    o = self.attend(q, k, v, terms, 0, size)
  o = torch.linear(torch.reshape(o, [y.size(0), -1, d]), proj_weight, proj_bias)
  if window > 0:
    o = torch.reshape(self.from_windows(o, b, n[0], n[1], window), [b, -1, d])
  if keep.numel() > 0:
    o = torch.mul(o, keep[0])
  x1 = torch.add(x, o)
  h = torch.layer_norm(x1, [d], norm2_weight, norm2_bias, 1e-06, False)
  h = torch.linear(torch.gelu(torch.linear(h, fc1_weight, fc1_bias)), fc2_weight, fc2_bias)
  if keep.numel() > 0:
    h = torch.mul(h, keep[1])
  return torch.add(x1, h)
