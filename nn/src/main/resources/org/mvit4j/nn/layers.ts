# The plain layers. A tensor without elements stands for "no bias".

# Channels-first layer normalisation: over C only, at every (n, h, w). With channels-last memory the permuted view is
# contiguous and nothing is copied.
def channel_norm(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  last = torch.permute(x, [0, 2, 3, 1])
  y = torch.layer_norm(last, [weight.size(0)], weight, bias, 1e-06, False)
  return torch.permute(y, [0, 3, 1, 2])

def batch_norm(x: Tensor, weight: Tensor, bias: Tensor, mean: Tensor, var: Tensor) -> Tensor:
  return torch.batch_norm(x, weight, bias, mean, var, False, 0.1, 1e-05, False)

# By the statistics of the batch; mean and var follow them in place, but not in a first run that will be repeated for
# the gradients.
def batch_norm_train(x: Tensor, weight: Tensor, bias: Tensor, mean: Tensor, var: Tensor) -> Tensor:
  y, m, invstd, = torch.native_batch_norm(x, weight, bias, None, None, True, 0.1, 1e-05)
  if torch.is_grad_enabled():
    s = torch.detach(invstd)
    v = torch.sub(torch.reciprocal(torch.mul(s, s)), 1e-05)
    torch.add_(torch.mul_(mean, 0.9), torch.mul(torch.detach(m), 0.1))
    torch.add_(torch.mul_(var, 0.9), torch.mul(v, 0.1))
  return y

# p = stride, padding, groups. For the dilation of a single tap see pointwise in prelude.ts.
def conv2d(x: Tensor, weight: Tensor, bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  b : Optional[Tensor] = None
  if bias.numel() > 0:
    b = bias
  d = 1
  if weight.size(2) * weight.size(3) == 1:
    d = 2
  return torch.conv2d(x, weight, b, [n[0], n[0]], [n[1], n[1]], [d, d], n[2])

# p = stride; kernel equal to the stride, no padding
def conv_transpose2d(x: Tensor, weight: Tensor, bias: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  return torch.conv_transpose2d(x, weight, bias, [n[0], n[0]], [0, 0], [0, 0], 1, [1, 1])

def relu(x: Tensor) -> Tensor:
  return torch.relu(x)

def relu_(x: Tensor) -> Tensor:
  return torch.relu_(x)

def gelu(x: Tensor) -> Tensor:
  return torch.gelu(x)

# Same values, memory in N, H, W, C order.
def channels_last(x: Tensor) -> Tensor:
  return torch.permute(torch.contiguous(torch.permute(x, [0, 2, 3, 1])), [0, 3, 1, 2])

# p = kernel, stride, padding
def max_pool2d(x: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  return torch.max_pool2d(x, [n[0], n[0]], [n[1], n[1]], [n[2], n[2]], [1, 1], False)
