# Blocks of ViViT and TimeSformer, all pre-norm. Rows are [n, L, D]. keep is a drop path factor per row [n, 1, 1], or a
# tensor without elements.

def norm(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return torch.layer_norm(x, [x.size(2)], weight, bias, 1e-06, False)

def dropped(x: Tensor, keep: Tensor) -> Tensor:
  if keep.numel() > 0:
    return torch.mul(x, keep)
  return x

# softmax(q k / sqrt(hd)) v, up to the output projection.
def attention(x: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, heads: int) -> Tensor:
  n = x.size(0)
  d = x.size(2)
  qkv = torch.view(self.linear(x, qkv_weight, qkv_bias), [n, -1, 3, heads, d // heads])
  qkv = torch.permute(qkv, [2, 0, 3, 1, 4])
  y = torch.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], None, 0., False)
  return torch.reshape(torch.transpose(y, 1, 2), [n, -1, d])

# norm, attention, output projection
def attend(x: Tensor, norm_weight: Tensor, norm_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor, heads: int) -> Tensor:
  y = self.attention(self.norm(x, norm_weight, norm_bias), qkv_weight, qkv_bias, heads)
  return self.linear(y, proj_weight, proj_bias)

# norm, two layers; GELU by its tanh approximation or exact
def mlp(x: Tensor, norm_weight: Tensor, norm_bias: Tensor, fc1_weight: Tensor, fc1_bias: Tensor, fc2_weight: Tensor, fc2_bias: Tensor, tanh: int) -> Tensor:
  y = self.norm(x, norm_weight, norm_bias)
  if tanh > 0:
    y = self.linear_gelu_tanh(y, fc1_weight, fc1_bias)
  else:
    y = self.linear_gelu(y, fc1_weight, fc1_bias)
  return self.linear(y, fc2_weight, fc2_bias)

# The plain block: ViViT models 1 and 2, TimeSformer over space or over everything. keep [2, n, 1, 1]. p = heads, tanh
def block(x: Tensor, keep: Tensor, norm1_weight: Tensor, norm1_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor, norm2_weight: Tensor, norm2_bias: Tensor, fc1_weight: Tensor, fc1_bias: Tensor, fc2_weight: Tensor, fc2_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  keep1 = keep
  keep2 = keep
  if keep.numel() > 0:
    keep1 = keep[0]
    keep2 = keep[1]
  y = self.attend(x, norm1_weight, norm1_bias, qkv_weight, qkv_bias, proj_weight, proj_bias, n[0])
  y = torch.add(x, self.dropped(y, keep1))
  z = self.mlp(y, norm2_weight, norm2_bias, fc1_weight, fc1_bias, fc2_weight, fc2_bias, n[1])
  return torch.add(y, self.dropped(z, keep2))

# ---- ViViT ----

# Clips [B, 3, T, H, W] to tokens [B, nt, nh nw, D] by a convolution whose kernel is its stride: 3-D for tubelets, or
# 2-D on every frame.
def tokens(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  k = weight.size()
  if len(k) == 5:
    y = torch.conv3d(x, weight, bias, k[2:], [0, 0, 0], [1, 1, 1], 1)
    return torch.permute(torch.flatten(y, 3), [0, 2, 3, 1])
  frames = torch.flatten(torch.transpose(x, 1, 2), 0, 1)
  y = torch.conv2d(frames, weight, bias, k[2:], [0, 0], [1, 1], 1)
  y = torch.transpose(torch.flatten(y, 2), 1, 2)
  return torch.view(torch.contiguous(y), [x.size(0), x.size(2), -1, k[0]])

# Some frames of clips [B, 3, T, H, W]
def frames_at(x: Tensor, index: Tensor) -> Tensor:
  return torch.index_select(x, 2, index)

# A cls token without elements is none. Positions include the cls slot.
def positioned(x: Tensor, cls_token: Tensor, pos_embed: Tensor) -> Tensor:
  y = x
  if cls_token.numel() > 0:
    y = torch.cat([torch.expand(cls_token, [x.size(0), 1, x.size(2)]), x], 1)
  return torch.add(y, pos_embed)

# [B, t n, D] to rows over time [B n, t, D], and back
def over_time(x: Tensor, t: int) -> Tensor:
  y = torch.transpose(torch.reshape(x, [x.size(0), t, -1, x.size(2)]), 1, 2)
  return torch.flatten(y, 0, 1)

def back_over_time(x: Tensor, b: int) -> Tensor:
  y = torch.transpose(torch.view(x, [b, -1, x.size(1), x.size(2)]), 1, 2)
  return torch.flatten(y, 1, 2)

# Model 3: attention along one axis, then the other, then the MLP. p = heads, frames of tokens, time first (0 or 1)
def factorised_self_attention(x: Tensor, space_norm_weight: Tensor, space_norm_bias: Tensor, space_qkv_weight: Tensor, space_qkv_bias: Tensor, space_proj_weight: Tensor, space_proj_bias: Tensor, time_norm_weight: Tensor, time_norm_bias: Tensor, time_qkv_weight: Tensor, time_qkv_bias: Tensor, time_proj_weight: Tensor, time_proj_bias: Tensor, norm_weight: Tensor, norm_bias: Tensor, fc1_weight: Tensor, fc1_bias: Tensor, fc2_weight: Tensor, fc2_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  b = x.size(0)
  y = x
  for step in range(2):
    if step + n[2] == 1:
      rows = self.over_time(y, n[1])
      z = self.attend(rows, time_norm_weight, time_norm_bias, time_qkv_weight, time_qkv_bias, time_proj_weight, time_proj_bias, n[0])
      y = torch.add(y, self.back_over_time(z, b))
    else:
      rows = torch.reshape(y, [b * n[1], -1, x.size(2)])
      z = self.attend(rows, space_norm_weight, space_norm_bias, space_qkv_weight, space_qkv_bias, space_proj_weight, space_proj_bias, n[0])
      y = torch.add(y, torch.reshape(z, x.size()))
  return torch.add(y, self.mlp(y, norm_weight, norm_bias, fc1_weight, fc1_bias, fc2_weight, fc2_bias, 1))

# Model 4: the first half of the heads attends along time, the second half along space. keep [2, n, 1, 1].
# p = heads, frames of tokens
def factorised_dot_product(x: Tensor, keep: Tensor, norm1_weight: Tensor, norm1_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor, norm2_weight: Tensor, norm2_bias: Tensor, fc1_weight: Tensor, fc1_bias: Tensor, fc2_weight: Tensor, fc2_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  b = x.size(0)
  t = n[1]
  half = n[0] // 2
  keep1 = keep
  keep2 = keep
  if keep.numel() > 0:
    keep1 = keep[0]
    keep2 = keep[1]
  y = self.linear(self.norm(x, norm1_weight, norm1_bias), qkv_weight, qkv_bias)
  qkv = torch.view(y, [b, t, -1, 3, n[0], x.size(2) // n[0]])
  along = torch.flatten(torch.permute(qkv[:, :, :, :, 0:half], [3, 0, 2, 4, 1, 5]), 1, 2)
  time = torch.scaled_dot_product_attention(along[0], along[1], along[2], None, 0., False)
  time = torch.permute(torch.view(time, [b, -1, half, t, time.size(3)]), [0, 3, 1, 2, 4])
  across = torch.flatten(torch.permute(qkv[:, :, :, :, half:], [3, 0, 1, 4, 2, 5]), 1, 2)
  space = torch.scaled_dot_product_attention(across[0], across[1], across[2], None, 0., False)
  space = torch.permute(torch.view(space, [b, t, n[0] - half, -1, space.size(3)]), [0, 1, 3, 2, 4])
  y = torch.reshape(torch.cat([time, space], 3), x.size())
  y = torch.add(x, self.dropped(self.linear(y, proj_weight, proj_bias), keep1))
  z = self.mlp(y, norm2_weight, norm2_bias, fc1_weight, fc1_bias, fc2_weight, fc2_bias, 1)
  return torch.add(y, self.dropped(z, keep2))

# ---- TimeSformer: [B, 1 + H W T, D], the cls token, then the patches with t fastest ----

# Clips [B, 3, T, H, W] to [B T, 1 + N, D] with positions, resized by nearest neighbour when the grid is another.
def embed_frames(x: Tensor, weight: Tensor, bias: Tensor, cls_token: Tensor, pos_embed: Tensor) -> Tensor:
  frames = torch.flatten(torch.transpose(x, 1, 2), 0, 1)
  y = torch.conv2d(frames, weight, bias, weight.size()[2:], [0, 0], [1, 1], 1)
  h = y.size(2)
  w = y.size(3)
  pos = pos_embed
  if pos.size(1) != h * w + 1:
    side = int(float(pos.size(1) - 1) ** 0.5 + 0.5)
    grid = torch.view(torch.transpose(pos[:, 1:], 1, 2), [1, -1, side, side])
    grid = torch.upsample_nearest2d(grid, [h, w], None, None)
    pos = torch.cat([pos[:, 0:1], torch.transpose(torch.flatten(grid, 2), 1, 2)], 1)
  y = torch.transpose(torch.flatten(y, 2), 1, 2)
  y = torch.cat([torch.expand(cls_token, [y.size(0), 1, y.size(2)]), y], 1)
  return torch.add(y, pos)

# [B T, 1 + N, D] to [B, 1 + N T, D] with the time embedding on the patches. p = frames
def join_time(x: Tensor, time_embed: Tensor, p: Tensor) -> Tensor:
  t = int(p[0])
  d = x.size(2)
  time = time_embed
  if time.size(1) != t:
    time = torch.transpose(torch.upsample_nearest1d(torch.transpose(time, 1, 2), [t], None), 1, 2)
  frames = torch.view(x, [-1, t, x.size(1), d])
  patches = torch.transpose(frames[:, :, 1:], 1, 2)
  patches = torch.add(patches, torch.unsqueeze(time, 1))
  return torch.cat([frames[:, 0, 0:1], torch.flatten(patches, 1, 2)], 1)

# The patches [B, H W T, D] as rows that attend among themselves: kind 0 over time at each location, 1 over the columns
# of a row of a frame, 2 over a frame, 3 over the rows of a column of a frame. g = T, H, W
def rows_of(x: Tensor, kind: int, g: List[int]) -> Tensor:
  d = x.size(2)
  y = torch.view(x, [x.size(0), g[1], g[2], g[0], d])
  if kind == 0:
    return torch.reshape(y, [-1, g[0], d])
  if kind == 1:
    return torch.reshape(torch.permute(y, [0, 1, 3, 2, 4]), [-1, g[2], d])
  if kind == 2:
    return torch.reshape(torch.permute(y, [0, 3, 1, 2, 4]), [-1, g[1] * g[2], d])
  return torch.reshape(torch.permute(y, [0, 3, 2, 1, 4]), [-1, g[1], d])

def from_rows(x: Tensor, kind: int, g: List[int]) -> Tensor:
  d = x.size(2)
  if kind == 0:
    y = torch.view(x, [-1, g[1], g[2], g[0], d])
  elif kind == 1:
    y = torch.permute(torch.view(x, [-1, g[1], g[0], g[2], d]), [0, 1, 3, 2, 4])
  elif kind == 2:
    y = torch.permute(torch.view(x, [-1, g[0], g[1], g[2], d]), [0, 2, 3, 1, 4])
  else:
    y = torch.permute(torch.view(x, [-1, g[0], g[2], g[1], d]), [0, 3, 2, 1, 4])
  return torch.reshape(y, [-1, g[0] * g[1] * g[2], d])

# Attention among the patches alone, then one more linear layer: x += fc(drop(attend(rows))). p = heads, kind, T, H, W
def patch_step(x: Tensor, keep: Tensor, norm_weight: Tensor, norm_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor, fc_weight: Tensor, fc_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  g = n[2:]
  patches = x[:, 1:]
  if n[1] == 4:
    y = self.sparse_attend(patches, norm_weight, norm_bias, qkv_weight, qkv_bias, proj_weight, proj_bias, n[0], 1, g)
    y = self.linear(self.dropped(y, keep), fc_weight, fc_bias)
  else:
    y = self.attend(self.rows_of(patches, n[1], g), norm_weight, norm_bias, qkv_weight, qkv_bias, proj_weight, proj_bias, n[0])
    y = self.from_rows(self.linear(self.dropped(y, keep), fc_weight, fc_bias), n[1], g)
  return torch.cat([x[:, 0:1], torch.add(patches, y)], 1)

# Attention in which the cls token takes part: it joins every group of rows, and its results are averaged. The residual
# starts from x, whose cls token no patch_step has touched. p = heads, kind, T, H, W
def cls_step(x: Tensor, keep: Tensor, norm_weight: Tensor, norm_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  g = n[2:]
  if n[1] == 5:
    y = self.sparse_attend(x, norm_weight, norm_bias, qkv_weight, qkv_bias, proj_weight, proj_bias, n[0], 2, g)
    return torch.add(x, self.dropped(y, keep))
  b = x.size(0)
  rows = self.with_cls(x, n[1], g)
  y = self.dropped(self.attend(rows, norm_weight, norm_bias, qkv_weight, qkv_bias, proj_weight, proj_bias, n[0]), keep)
  cls = torch.mean(torch.view(y[:, 0], [b, -1, x.size(2)]), [1], True)
  return torch.add(x, torch.cat([cls, self.from_rows(torch.contiguous(y[:, 1:]), n[1], g)], 1))

# The rows of a kind with the clip's cls token before each: [B groups, 1 + L, D]
def with_cls(x: Tensor, kind: int, g: List[int]) -> Tensor:
  rows = self.rows_of(x[:, 1:], kind, g)
  groups = rows.size(0) // x.size(0)
  cls = torch.reshape(torch.expand(x[:, 0:1], [x.size(0), groups, x.size(2)]), [-1, 1, x.size(2)])
  return torch.cat([cls, rows], 1)

# p = tanh
def mlp_step(x: Tensor, keep: Tensor, norm_weight: Tensor, norm_bias: Tensor, fc1_weight: Tensor, fc1_bias: Tensor, fc2_weight: Tensor, fc2_bias: Tensor, p: Tensor) -> Tensor:
  y = self.mlp(x, norm_weight, norm_bias, fc1_weight, fc1_bias, fc2_weight, fc2_bias, int(p[0]))
  return torch.add(x, self.dropped(y, keep))

# Attention of every patch to a part of the clip, by a mask made for some queries at a time. pattern 1: the window of
# all frames and half the rows and columns nearest to the query; 2: every second frame, row and column counted from the
# query, and the cls token, which leads x and sees everything.
def sparse_attend(x: Tensor, norm_weight: Tensor, norm_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor, heads: int, pattern: int, g: List[int]) -> Tensor:
  b = x.size(0)
  d = x.size(2)
  cls = x.size(1) - g[0] * g[1] * g[2]
  y = self.linear(self.norm(x, norm_weight, norm_bias), qkv_weight, qkv_bias)
  qkv = torch.permute(torch.view(y, [b, -1, 3, heads, d // heads]), [2, 0, 3, 1, 4])
  out = annotate(List[Tensor], [])
  if cls > 0:
    out.append(torch.scaled_dot_product_attention(qkv[0][:, :, 0:1], qkv[1], qkv[2], None, 0., False))
  step = max(64, 4194304 // (g[0] * g[1] * g[2]))
  for i in range(0, g[0] * g[1] * g[2], step):
    mask = self.sparse_mask(i, min(i + step, g[0] * g[1] * g[2]), cls, pattern, g, x)
    q = qkv[0][:, :, cls + i:min(cls + i + step, qkv.size(3))]
    out.append(torch.scaled_dot_product_attention(q, qkv[1], qkv[2], mask, 0., False))
  y = torch.reshape(torch.transpose(torch.cat(out, 2), 1, 2), x.size())
  return self.linear(y, proj_weight, proj_bias)

# Whom the patches start..end see, of all tokens: [end - start, (1 +) N T], on the device of x
def sparse_mask(start: int, end: int, cls: int, pattern: int, g: List[int], x: Tensor) -> Tensor:
  grid = [g[1], g[2], g[0]]
  h = torch.flatten(torch.expand(torch.view(torch.arange(g[1], dtype=4, device=x.device), [-1, 1, 1]), grid))
  w = torch.flatten(torch.expand(torch.view(torch.arange(g[2], dtype=4, device=x.device), [1, -1, 1]), grid))
  t = torch.flatten(torch.expand(torch.view(torch.arange(g[0], dtype=4, device=x.device), [1, 1, -1]), grid))
  if pattern == 1:
    rows = self.near(h[start:end], h, g[1])
    mask = torch.logical_and(rows, self.near(w[start:end], w, g[2]))
  else:
    rows = torch.logical_and(self.even(h[start:end], h), self.even(w[start:end], w))
    mask = torch.logical_and(rows, self.even(t[start:end], t))
  if cls > 0:
    mask = torch.cat([torch.ones_like(mask[:, 0:1]), mask], 1)
  return mask

# Whether key k lies in the window of half the size n around query q, moved inwards at the borders
def near(q: Tensor, k: Tensor, n: int) -> Tensor:
  half = max(1, n // 2)
  start = torch.unsqueeze(torch.clamp(torch.sub(q, half // 2), 0, n - half), 1)
  key = torch.unsqueeze(k, 0)
  return torch.logical_and(torch.ge(key, start), torch.lt(key, torch.add(start, half)))

def even(q: Tensor, k: Tensor) -> Tensor:
  return torch.eq(torch.remainder(torch.sub(torch.unsqueeze(q, 1), torch.unsqueeze(k, 0)), 2), 0)

# Tokens [n, L, D] reduced to [n, D]. p = 0 first, 1 mean, 2 max, 3 sum
def reduce(x: Tensor, p: Tensor) -> Tensor:
  kind = int(p[0])
  if kind == 0:
    return torch.contiguous(x[:, 0])
  if kind == 1:
    return torch.mean(x, [1])
  if kind == 2:
    return torch.amax(x, [1])
  return torch.sum(x, [1])

# ---- attention rollout: relevance r [n, L] of tokens after a step of attention, carried back to those before it ----

# r A with A the softmax of the rows x [n, L, D], mean of the heads first..last, masked as in sparse_attend where the
# pattern is not 0. Never holds more than a few million attention weights.
def attended(x: Tensor, r: Tensor, norm_weight: Tensor, norm_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, heads: int, first: int, last: int, pattern: int, g: List[int]) -> Tensor:
  n = x.size(0)
  l = x.size(1)
  d = x.size(2)
  y = self.norm(x, norm_weight, norm_bias)
  qk = torch.linear(y, qkv_weight[0:2 * d], qkv_bias[0:2 * d])
  qk = torch.permute(torch.view(qk, [n, l, 2, heads, d // heads]), [2, 0, 3, 1, 4])[:, :, first:last]
  q = torch.mul(qk[0], 1. / float(d // heads) ** 0.5)
  k = torch.transpose(qk[1], 2, 3)
  out = torch.zeros_like(r)
  step = max(16, 4194304 // (n * (last - first) * l))
  cls = 0
  if pattern == 2:
    cls = 1
    a = torch.mean(torch.softmax(torch.matmul(q[:, :, 0:1], k), 3), [1])
    out = torch.squeeze(torch.matmul(torch.unsqueeze(r[:, 0:1], 1), a), 1)
  for i in range(cls, l, step):
    j = min(l, i + step)
    score = torch.matmul(q[:, :, i:j], k)
    if pattern > 0:
      hidden = torch.logical_not(self.sparse_mask(i - cls, j - cls, cls, pattern, g, x))
      score = torch.masked_fill(score, hidden, -1e30)
    a = torch.mean(torch.softmax(score, 3), [1])
    out = torch.add(out, torch.squeeze(torch.matmul(torch.unsqueeze(r[:, i:j], 1), a), 1))
  return out

def half(a: Tensor, r: Tensor) -> Tensor:
  return torch.mul(torch.add(a, r), 0.5)

# A plain block. p = heads
def block_relevance(x: Tensor, r: Tensor, norm_weight: Tensor, norm_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, p: Tensor) -> Tensor:
  n = int(p[0])
  return self.half(self.attended(x, r, norm_weight, norm_bias, qkv_weight, qkv_bias, n, 0, n, 0, [0]), r)

def attended_over_time(x: Tensor, r: Tensor, norm_weight: Tensor, norm_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, heads: int, last: int, t: int) -> Tensor:
  rows = torch.squeeze(self.over_time(torch.unsqueeze(r, 2), t), 2)
  a = self.attended(self.over_time(x, t), rows, norm_weight, norm_bias, qkv_weight, qkv_bias, heads, 0, last, 0, [0])
  return torch.squeeze(self.back_over_time(torch.unsqueeze(a, 2), x.size(0)), 2)

def attended_over_space(x: Tensor, r: Tensor, norm_weight: Tensor, norm_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, heads: int, first: int, t: int) -> Tensor:
  rows = torch.view(r, [x.size(0) * t, -1])
  a = self.attended(torch.view(x, [x.size(0) * t, -1, x.size(2)]), rows, norm_weight, norm_bias, qkv_weight, qkv_bias, heads, first, heads, 0, [0])
  return torch.view(a, r.size())

# Model 3. p = heads, frames of tokens, time first (0 or 1)
def factorised_self_attention_relevance(x: Tensor, r: Tensor, space_norm_weight: Tensor, space_norm_bias: Tensor, space_qkv_weight: Tensor, space_qkv_bias: Tensor, space_proj_weight: Tensor, space_proj_bias: Tensor, time_norm_weight: Tensor, time_norm_bias: Tensor, time_qkv_weight: Tensor, time_qkv_bias: Tensor, time_proj_weight: Tensor, time_proj_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  b = x.size(0)
  if n[2] > 0:
    z = self.attend(self.over_time(x, n[1]), time_norm_weight, time_norm_bias, time_qkv_weight, time_qkv_bias, time_proj_weight, time_proj_bias, n[0])
    y = torch.add(x, self.back_over_time(z, b))
    r1 = self.half(self.attended_over_space(y, r, space_norm_weight, space_norm_bias, space_qkv_weight, space_qkv_bias, n[0], 0, n[1]), r)
    return self.half(self.attended_over_time(x, r1, time_norm_weight, time_norm_bias, time_qkv_weight, time_qkv_bias, n[0], n[0], n[1]), r1)
  z = self.attend(torch.view(x, [b * n[1], -1, x.size(2)]), space_norm_weight, space_norm_bias, space_qkv_weight, space_qkv_bias, space_proj_weight, space_proj_bias, n[0])
  y = torch.add(x, torch.view(z, x.size()))
  r1 = self.half(self.attended_over_time(y, r, time_norm_weight, time_norm_bias, time_qkv_weight, time_qkv_bias, n[0], n[0], n[1]), r)
  return self.half(self.attended_over_space(x, r1, space_norm_weight, space_norm_bias, space_qkv_weight, space_qkv_bias, n[0], 0, n[1]), r1)

# Model 4: both kinds of heads count alike. p = heads, frames of tokens
def factorised_dot_product_relevance(x: Tensor, r: Tensor, norm_weight: Tensor, norm_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  time = self.attended_over_time(x, r, norm_weight, norm_bias, qkv_weight, qkv_bias, n[0], n[0] // 2, n[1])
  space = self.attended_over_space(x, r, norm_weight, norm_bias, qkv_weight, qkv_bias, n[0], n[0] // 2, n[1])
  return self.half(self.half(time, space), r)

# TimeSformer's step among the patches of one clip: r of the cls token stays. p = heads, kind, T, H, W
def patch_step_relevance(x: Tensor, r: Tensor, norm_weight: Tensor, norm_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  g = n[2:]
  patches = r[:, 1:]
  if n[1] == 4:
    a = self.attended(x[:, 1:], patches, norm_weight, norm_bias, qkv_weight, qkv_bias, n[0], 0, n[0], 1, g)
  else:
    rows = torch.squeeze(self.rows_of(torch.unsqueeze(patches, 2), n[1], g), 2)
    a = self.attended(self.rows_of(x[:, 1:], n[1], g), rows, norm_weight, norm_bias, qkv_weight, qkv_bias, n[0], 0, n[0], 0, g)
    a = torch.squeeze(self.from_rows(torch.contiguous(torch.unsqueeze(a, 2)), n[1], g), 2)
  return torch.cat([r[:, 0:1], self.half(a, patches)], 1)

# TimeSformer's step with the cls token, whose relevance is that of its mean over the groups. p = heads, kind, T, H, W
def cls_step_relevance(x: Tensor, r: Tensor, norm_weight: Tensor, norm_bias: Tensor, qkv_weight: Tensor, qkv_bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  g = n[2:]
  if n[1] == 5:
    return self.half(self.attended(x, r, norm_weight, norm_bias, qkv_weight, qkv_bias, n[0], 0, n[0], 2, g), r)
  rows = torch.squeeze(self.with_cls(torch.unsqueeze(r, 2), n[1], g), 2)
  rows = torch.cat([torch.div(rows[:, 0:1], float(rows.size(0))), rows[:, 1:]], 1)
  a = self.half(self.attended(self.with_cls(x, n[1], g), rows, norm_weight, norm_bias, qkv_weight, qkv_bias, n[0], 0, n[0], 0, g), rows)
  patches = torch.squeeze(self.from_rows(torch.contiguous(torch.unsqueeze(a[:, 1:], 2)), n[1], g), 2)
  return torch.cat([torch.sum(a[:, 0:1], [0], True), patches], 1)
