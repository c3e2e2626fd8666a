# Both predictors in one product. x [N, C, H, W] with channels-last memory; result [N, H, W, A + 4 A]: per cell the
# logits of its A anchors, then their deltas.
def predict(x: Tensor, logit_w: Tensor, logit_b: Tensor, delta_w: Tensor, delta_b: Tensor) -> Tensor:
  weight = torch.reshape(torch.cat([logit_w, delta_w], 0), [-1, x.size(1)])
  return torch.linear(torch.permute(x, [0, 2, 3, 1]), weight, torch.cat([logit_b, delta_b], 0))

# Logits [n] of the anchors with the given indices into N * H * W * A. p = A
def logits(level: Tensor, index: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  return torch.index_select(torch.reshape(torch.narrow(level, 3, 0, n[0]), [-1]), 0, index)

# Deltas [n, 4] of the same anchors. p = A
def deltas(level: Tensor, index: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  return torch.index_select(torch.reshape(torch.narrow(level, 3, n[0], 4 * n[0]), [-1, 4]), 0, index)
