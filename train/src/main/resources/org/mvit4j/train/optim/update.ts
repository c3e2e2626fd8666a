# In-place updates. The last argument holds the scalars as float64. Each function returns something to be dropped.

# s = learning rate, beta1, beta2, weight decay, epsilon; step [1] float32 counts this step too
def adamw_(p: Tensor, g: Tensor, m: Tensor, v: Tensor, step: Tensor, s: Tensor) -> Tensor:
  n = annotate(List[float], s.tolist())
  ps = [p]
  torch._fused_adamw_(ps, [g], [m], [v], annotate(List[Tensor], []), [step], lr=n[0], beta1=n[1], beta2=n[2], weight_decay=n[3], eps=n[4], amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
  return ps[0]

# s = learning rate, momentum, weight decay, nesterov (0 or 1)
def sgd_(p: Tensor, g: Tensor, m: Tensor, s: Tensor) -> Tensor:
  n = annotate(List[float], s.tolist())
  ps = [p]
  torch._fused_sgd_(ps, [g], [m], weight_decay=n[2], momentum=n[1], lr=n[0], dampening=0., nesterov=n[3] > 0., maximize=False, is_first_step=False, grad_scale=None, found_inf=None)
  return ps[0]

# sum += ||g||^2, in float64
def add_square_(sum: Tensor, g: Tensor, s: Tensor) -> Tensor:
  norm = torch.linalg_vector_norm(g, 2)
  return torch.add_(sum, torch.square(torch.to(norm, 7)))

# g *= s
def scale_(g: Tensor, s: Tensor) -> Tensor:
  n = annotate(List[float], s.tolist())
  return torch.mul_(g, n[0])

# g += s h
def add_scaled_(g: Tensor, h: Tensor, s: Tensor) -> Tensor:
  n = annotate(List[float], s.tolist())
  return torch.add_(g, h, alpha=n[0])

# average += s (p - average)
def lerp_(average: Tensor, p: Tensor, s: Tensor) -> Tensor:
  n = annotate(List[float], s.tolist())
  return torch.lerp_(average, p, n[0])

def copy_(to: Tensor, source: Tensor, s: Tensor) -> Tensor:
  return torch.copy_(to, source, False)
