# Added to every script. Linear layers without gradients on a CPU go to oneDNN, which runs them up to twice as fast as
# the BLAS behind torch.linear and applies the activation while the result is still in cache.

def onednn(x: Tensor) -> bool:
  return ONEDNN and x.is_cpu and x.dtype == 6 and not torch.is_grad_enabled()

def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  if self.onednn(x):
    return LINEAR(x, weight, bias, "none", [], "none")
  return torch.linear(x, weight, bias)

def linear_relu(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  if self.onednn(x):
    return LINEAR(x, weight, bias, "relu", [], "none")
  return torch.relu(torch.linear(x, weight, bias))

def linear_gelu(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  if self.onednn(x):
    return LINEAR(x, weight, bias, "gelu", [], "none")
  return torch.gelu(torch.linear(x, weight, bias))
