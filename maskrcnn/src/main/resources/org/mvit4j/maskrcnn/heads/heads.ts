# [R, C, H, W] to [R, C * H * W] in that order, whatever the memory.
def flatten(x: Tensor) -> Tensor:
  return torch.flatten(x, 1)

def rows(x: Tensor, index: Tensor) -> Tensor:
  return torch.index_select(x, 0, index)

# The same values; the gradient that flows back is divided by p.
def scale_gradient(x: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  return torch.lerp(torch.detach(x), x, 1. / float(n[0]))

# Mask logits [R, 2H, 2W] of one class per region. The 2x2 deconvolution of stride 2 is a product, as is the 1x1
# predictor, of which only the row of the region's class is needed.
# x [R, C, H, W] with channels-last memory; deconv [C, O, 2, 2]; predictor [K, O, 1, 1]; classes [R] in [0, K)
def mask_logits(x: Tensor, deconv_w: Tensor, deconv_b: Tensor, predictor_w: Tensor, predictor_b: Tensor, classes: Tensor) -> Tensor:
  rows = torch.reshape(torch.permute(x, [0, 2, 3, 1]), [-1, x.size(1)])
  o = deconv_w.size(1)
  weight = torch.reshape(torch.permute(deconv_w, [0, 2, 3, 1]), [x.size(1), -1])
  y = torch.relu(torch.addmm(torch.repeat(deconv_b, [4]), rows, weight))
  own = torch.unsqueeze(torch.index_select(torch.view(predictor_w, [-1, o]), 0, classes), 2)
  z = torch.bmm(torch.view(y, [x.size(0), 4 * x.size(2) * x.size(3), o]), own)
  z = torch.add(z, torch.view(torch.index_select(predictor_b, 0, classes), [-1, 1, 1]))
  z = torch.permute(torch.view(z, [x.size(0), x.size(2), x.size(3), 2, 2]), [0, 1, 3, 2, 4])
  return torch.reshape(z, [x.size(0), 2 * x.size(2), 2 * x.size(3)])

def mask_probabilities(x: Tensor, deconv_w: Tensor, deconv_b: Tensor, predictor_w: Tensor, predictor_b: Tensor, classes: Tensor) -> Tensor:
  return torch.sigmoid(self.mask_logits(x, deconv_w, deconv_b, predictor_w, predictor_b, classes))
