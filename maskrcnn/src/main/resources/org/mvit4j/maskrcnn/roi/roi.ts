# RoIAlign as a product with a sparse matrix. x [N, C, H, W], best with channels-last memory; cells index its N*H*W
# positions; one bag of weighted cells per output bin; p = output side. Result [R, P, P, C].
def roi_align(x: Tensor, cells: Tensor, offsets: Tensor, weights: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  table = torch.reshape(torch.permute(x, [0, 2, 3, 1]), [-1, x.size(1)])
  bins, _a, _b, _c, = torch.embedding_bag(table, cells, offsets, False, 0, False, weights, True)
  return torch.reshape(bins, [-1, n[0], n[0], x.size(1)])

# The same with gradients. The backward pass reads the matrix again, when its Java memory may be gone: it is copied.
def roi_align_train(x: Tensor, cells: Tensor, offsets: Tensor, weights: Tensor, p: Tensor) -> Tensor:
  return self.roi_align(x, torch.clone(cells), torch.clone(offsets), torch.clone(weights), p)

# Rows of x [R, ...] in the given order.
def reorder(x: Tensor, order: Tensor) -> Tensor:
  return torch.index_select(x, 0, order)
