# The coarser map [N, C, H, W], doubled by repetition, is added to the finer one [N, C, 2H, 2W].
def merge(fine: Tensor, coarse: Tensor) -> Tensor:
  return torch.add(fine, torch.upsample_nearest2d(coarse, [fine.size(2), fine.size(3)], None, None))

def merge_(fine: Tensor, coarse: Tensor) -> Tensor:
  return torch.add_(fine, torch.upsample_nearest2d(coarse, [fine.size(2), fine.size(3)], None, None))
