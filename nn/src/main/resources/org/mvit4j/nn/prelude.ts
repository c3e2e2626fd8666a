# Added to every script. Linear layers in float32 on a CPU go to oneDNN, which runs them up to twice as fast as the BLAS
# behind torch.linear: without gradients directly, with the activation applied while the result is still in cache; with
# gradients as a 1 x 1 convolution of channels-last memory, whose backward pass is oneDNN's too.

def onednn(x: Tensor) -> bool:
  return ONEDNN and x.is_cpu and x.dtype == 6 and x.numel() >= 65536 and not torch.is_grad_enabled()

# Small inputs, and very long rows such as those of a box head's first layer, gain nothing. A single tap does not feel its
# dilation, but the engine keeps undilated ones from oneDNN when it runs on one thread.
def pointwise(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  if not (ONEDNN and x.is_cpu and x.dtype == 6 and weight.numel() <= 4194304 and x.numel() >= 65536):
    return torch.linear(x, weight, bias)
  rows = torch.reshape(x, [1, 1, -1, weight.size(1)])
  y = torch.conv2d(torch.permute(rows, [0, 3, 1, 2]), torch.view(weight, [weight.size(0), -1, 1, 1]), bias, [1, 1], [0, 0], [2, 2], 1)
  return torch.reshape(torch.permute(y, [0, 2, 3, 1]), x.size()[:-1] + [weight.size(0)])

def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  if self.onednn(x):
    return LINEAR(x, weight, bias, "none", [], "none")
  return self.pointwise(x, weight, bias)

def linear_relu(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  if self.onednn(x):
    return LINEAR(x, weight, bias, "relu", [], "none")
  return torch.relu(self.pointwise(x, weight, bias))

def linear_gelu(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  if self.onednn(x):
    return LINEAR(x, weight, bias, "gelu", [], "none")
  return torch.gelu(self.pointwise(x, weight, bias))

# GELU by its tanh approximation
def linear_gelu_tanh(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  if self.onednn(x):
    return LINEAR(x, weight, bias, "gelu", [], "tanh")
  y = self.pointwise(x, weight, bias)
  inner = torch.mul(torch.add(y, torch.mul(torch.mul(torch.mul(y, y), y), 0.044715)), 0.7978845608028654)
  return torch.mul(torch.mul(y, 0.5), torch.add(torch.tanh(inner), 1))
